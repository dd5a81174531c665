using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Payload of the event <c>demos</c>: demonstrations were checked, and accepted or quarantined.</summary>
/// <param name="Client">Whose.</param>
/// <param name="Seed">The repetition they are for.</param>
/// <param name="Demos">Where they lie; null where they are quarantined.</param>
/// <param name="Statement">What was promised about them; null where they are quarantined.</param>
/// <param name="Rows">How many; 0 where they are quarantined.</param>
/// <param name="Reason">Why they are quarantined; null where they are accepted.</param>
internal sealed record DemosChecked(ClientId Client, int Seed, DemoSource? Demos, PrivacyStatement? Statement, int Rows, ReasonCode? Reason);

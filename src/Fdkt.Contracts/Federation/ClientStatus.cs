using Fdkt.Contracts.Artifacts;

namespace Fdkt.Contracts.Federation;

/// <summary>A client in one repetition of a round, as the operator sees it.</summary>
/// <param name="Client">The client.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">Why it is refused, failed or quarantined; else null.</param>
/// <param name="Epsilon">ε of its accepted release; else null.</param>
/// <param name="Rows">Accepted demonstrations; 0 where there are none.</param>
/// <param name="Demos">Manifest of its accepted demonstrations; else null.</param>
public sealed record ClientStatus(ClientId Client, int Seed, ClientPhase Phase, ReasonCode? Reason, double? Epsilon, int Rows, ArtifactReference? Demos);

using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>What came of sending.</summary>
/// <param name="Unsent">Clients whose queue did not take the job while others did.</param>
internal sealed record SentJobs(IReadOnlyList<ClientId> Unsent);

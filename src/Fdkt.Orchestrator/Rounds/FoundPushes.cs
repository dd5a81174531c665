namespace Fdkt.Orchestrator.Rounds;

/// <summary>What waits for the task.</summary>
/// <param name="Pushes">In the order of clients and hashes.</param>
internal sealed record FoundPushes(IReadOnlyList<PushName> Pushes);

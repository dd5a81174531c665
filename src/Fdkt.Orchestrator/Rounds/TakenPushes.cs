namespace Fdkt.Orchestrator.Rounds;

/// <summary>What was taken.</summary>
/// <param name="Demos">Accepted demonstrations, at most one of each client.</param>
internal sealed record TakenPushes(IReadOnlyList<DemosChecked> Demos);

namespace Fdkt.Orchestrator.Runner;

/// <summary>A timer that the orchestration waits for.</summary>
/// <param name="Name">Name of the timer.</param>
/// <param name="DueAt">When it comes due.</param>
/// <param name="Cancelled">Cancelled where the orchestration waits no longer.</param>
internal sealed record TimerRequest(string Name, DateTimeOffset DueAt, CancellationToken Cancelled);

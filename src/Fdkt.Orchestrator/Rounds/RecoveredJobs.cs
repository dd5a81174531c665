namespace Fdkt.Orchestrator.Rounds;

/// <summary>Results that were stored and whose messages were not heard.</summary>
/// <param name="Demos">Demonstrations, now checked.</param>
/// <param name="Jobs">Ends of jobs.</param>
internal sealed record RecoveredJobs(IReadOnlyList<DemosChecked> Demos, IReadOnlyList<JobEnded> Jobs);

using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>The events that a round listens to.</summary>
internal static class RoundEvents
{
    /// <summary>Demonstrations were checked.</summary>
    public static EventName<DemosChecked> Demos { get; } = new("demos", OrchestratorJsonContext.Default.DemosChecked);

    /// <summary>A job ended.</summary>
    public static EventName<JobEnded> Job { get; } = new("job", OrchestratorJsonContext.Default.JobEnded);

    /// <summary>The round is to end.</summary>
    public static EventName<CancelRound> Cancel { get; } = new("cancel", FederationJsonContext.Default.CancelRound);
}

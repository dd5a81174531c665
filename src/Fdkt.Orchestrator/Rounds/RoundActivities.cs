using Fdkt.Orchestrator.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>The activities of a round. Each may run twice and then does no more than once.</summary>
internal static class RoundActivities
{
    private static OrchestratorJsonContext Json => OrchestratorJsonContext.Default;

    /// <summary>Reads the order and the registry.</summary>
    public static ActivityName<PlanRound, RoundPlan> Plan { get; } = new("plan", Json.PlanRound, Json.RoundPlan);

    /// <summary>Finds demonstrations that wait for the task.</summary>
    public static ActivityName<FindPushes, FoundPushes> FindPushes { get; } = new("findPushes", Json.FindPushes, Json.FoundPushes);

    /// <summary>Claims waiting demonstrations, each once.</summary>
    public static ActivityName<TakePushes, TakenPushes> TakePushes { get; } = new("takePushes", Json.TakePushes, Json.TakenPushes);

    /// <summary>Sends all jobs of a step.</summary>
    public static ActivityName<SendJobs, SentJobs> SendJobs { get; } = new("sendJobs", Json.SendJobs, Json.SentJobs);

    /// <summary>Looks for stored results whose messages were lost, and sends silent jobs again.</summary>
    public static ActivityName<RecoverJobs, RecoveredJobs> RecoverJobs { get; } = new("recoverJobs", Json.RecoverJobs, Json.RecoveredJobs);

    /// <summary>Stores what a repetition goes on with.</summary>
    public static ActivityName<StoreDemos, ActivityDone> StoreDemos { get; } = new("storeDemos", Json.StoreDemos, Json.ActivityDone);

    /// <summary>Writes where the round stands.</summary>
    public static ActivityName<WriteStatus, ActivityDone> WriteStatus { get; } = new("writeStatus", Json.WriteStatus, Json.ActivityDone);

    /// <summary>Writes what the round came to.</summary>
    public static ActivityName<WriteOutcome, ActivityDone> WriteOutcome { get; } = new("writeOutcome", Json.WriteOutcome, Json.ActivityDone);

    /// <summary>Holds or quarantines demonstrations that came too late.</summary>
    public static ActivityName<KeepLate, ActivityDone> KeepLate { get; } = new("keepLate", Json.KeepLate, Json.ActivityDone);
}

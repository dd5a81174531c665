using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Runner;

/// <summary>An activity that the orchestration asked for and that has no result yet.</summary>
/// <param name="Effect">Name of the effect: number of the call, activity and key.</param>
/// <param name="Activity">Name of the activity.</param>
/// <param name="Input">Its input.</param>
/// <param name="Retry">How often it is tried.</param>
internal sealed record EffectRequest(string Effect, string Activity, object Input, ActivityRetry Retry);

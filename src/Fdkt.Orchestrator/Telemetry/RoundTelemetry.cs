using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Telemetry;
using Fdkt.Orchestrator.Inbox;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Telemetry;

/// <summary>What the orchestrator measures. Each is told of once, where what it counts was stored for the first time.</summary>
internal static class RoundTelemetry
{
    /// <summary>A round's order was stored.</summary>
    public static void Started() => FederationMetrics.RoundsStarted.Add(1);

    /// <summary>A round's outcome was stored.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="trace">Context of the round's trace.</param>
    public static void Ended(RoundOutcome outcome, string? trace)
    {
        string end = EnumNames.Of(outcome.Phase);
        FederationMetrics.RoundsEnded.Add(1, new KeyValuePair<string, object?>(FederationMetrics.EndTag, end));
        FederationMetrics.RoundDuration.Record((outcome.EndedAt - outcome.StartedAt).TotalSeconds, new KeyValuePair<string, object?>(FederationMetrics.EndTag, end));
        RoundTrace.Record("round", trace, outcome.StartedAt, outcome.EndedAt, new(RoundTrace.RoundTag, outcome.Round.Value), new(RoundTrace.EndTag, end));
    }

    /// <summary>A job went to its queue.</summary>
    /// <param name="step">What it is.</param>
    public static void Sent(JobStep step) => FederationMetrics.JobsSent.Add(1, new KeyValuePair<string, object?>(FederationMetrics.StepTag, EnumNames.Of(step)));

    /// <summary>Demonstrations passed the checks.</summary>
    /// <param name="upload">Which.</param>
    public static void Accepted(AcceptedUpload upload)
    {
        var client = new KeyValuePair<string, object?>(FederationMetrics.ClientTag, upload.Client.Value);
        FederationMetrics.ReleasesAccepted.Add(1, client);
        FederationMetrics.EpsilonAccepted.Add(upload.Statement.Epsilon, client);
    }

    /// <summary>Demonstrations were quarantined, or their announcement was put aside.</summary>
    /// <param name="reason">Why.</param>
    public static void Refused(ReasonCode reason) => FederationMetrics.UploadsRefused.Add(1, new KeyValuePair<string, object?>(FederationMetrics.ReasonTag, EnumNames.Of(reason)));
}

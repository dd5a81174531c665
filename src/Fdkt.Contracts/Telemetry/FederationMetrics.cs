using System.Diagnostics.Metrics;

namespace Fdkt.Contracts.Telemetry;

/// <summary>
/// The metrics of a federation, all names in one place (docs/observability.md). Tags come from small sets: phases, steps, reasons, tasks and clients. Nothing that is
/// measured depends on a private row, but for ε, which the ledger and the statements say. Thread-safe.
/// </summary>
public static class FederationMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Fdkt";

    /// <summary>Tag: how a round or a job ended.</summary>
    public const string EndTag = "end";

    /// <summary>Tag: what a job was: synthesis, augmentation, training.</summary>
    public const string StepTag = "step";

    /// <summary>Tag: reason code of a refusal.</summary>
    public const string ReasonTag = "reason";

    /// <summary>Tag: the client.</summary>
    public const string ClientTag = "client";

    /// <summary>Tag: the queue.</summary>
    public const string QueueTag = "queue";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Rounds that were ordered and have begun. Counted where their order is stored, so once over all restarts.</summary>
    public static Counter<long> RoundsStarted { get; } = Meter.CreateCounter<long>("fdkt.rounds.started", "{round}", "Rounds that have begun.");

    /// <summary>Rounds that have their outcome; by <see cref="EndTag"/>.</summary>
    public static Counter<long> RoundsEnded { get; } = Meter.CreateCounter<long>("fdkt.rounds.ended", "{round}", "Rounds that have ended, by how.");

    /// <summary>Time from a round's beginning to its outcome, in seconds; by <see cref="EndTag"/>.</summary>
    public static Histogram<double> RoundDuration { get; } = Meter.CreateHistogram(
        "fdkt.round.duration", "s", "Time from a round's beginning to its outcome.", advice: Buckets(1, 10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 7 * 24 * 3600));

    /// <summary>Jobs that were sent to a queue, those sent again included; by <see cref="StepTag"/>.</summary>
    public static Counter<long> JobsSent { get; } = Meter.CreateCounter<long>("fdkt.jobs.sent", "{job}", "Jobs that were sent to a queue, by step.");

    /// <summary>Jobs whose last fact this worker stored; by <see cref="StepTag"/> and <see cref="EndTag"/>.</summary>
    public static Counter<long> JobsEnded { get; } = Meter.CreateCounter<long>("fdkt.jobs.ended", "{job}", "Jobs that ended in this worker, by step and how.");

    /// <summary>Time that a worker spent on an attempt at a job, in seconds; by <see cref="StepTag"/> and <see cref="EndTag"/>.</summary>
    public static Histogram<double> JobDuration { get; } = Meter.CreateHistogram(
        "fdkt.job.duration", "s", "Time of an attempt at a job, by step and how it ended.", advice: Buckets(1, 5, 15, 60, 300, 900, 3600, 2 * 3600, 6 * 3600));

    /// <summary>Time from the broker's taking a message to its delivery, in seconds; by <see cref="QueueTag"/>. Not measured where the broker does not say when it took it.</summary>
    public static Histogram<double> MessageLatency { get; } = Meter.CreateHistogram(
        "fdkt.message.latency", "s", "Time that a message waited in its queue.", advice: Buckets(0.01, 0.05, 0.25, 1, 5, 30, 120, 600, 3600, 6 * 3600));

    /// <summary>Releases that a round asked for and that passed the orchestrator's checks, each once; by <see cref="ClientTag"/>.</summary>
    public static Counter<long> ReleasesAccepted { get; } = Meter.CreateCounter<long>("fdkt.releases.accepted", "{release}", "Releases that passed the checks, by client.");

    /// <summary>ε that the accepted releases state, added up: an upper bound of what they cost together; by <see cref="ClientTag"/>.</summary>
    public static Counter<double> EpsilonAccepted { get; } = Meter.CreateCounter<double>("fdkt.epsilon.accepted", "{epsilon}", "Sum of the stated epsilon of accepted releases, by client.");

    /// <summary>ε that a client's ledger says is spent in all, composed by the accountant at the policy's δ; by <see cref="ClientTag"/>. Only the client's worker knows it.</summary>
    public static Gauge<double> EpsilonSpent { get; } = Meter.CreateGauge<double>("fdkt.epsilon.spent", "{epsilon}", "Composed epsilon that a client has spent in all, by its ledger.");

    /// <summary>Uploads that were quarantined or put aside; by <see cref="ReasonTag"/>.</summary>
    public static Counter<long> UploadsRefused { get; } = Meter.CreateCounter<long>("fdkt.uploads.refused", "{upload}", "Uploads that were quarantined or put aside, by reason.");

    /// <summary>Seconds that jobs ran in a worker that has a GPU; by <see cref="StepTag"/>. Zero on a worker without one.</summary>
    public static Counter<double> GpuSeconds { get; } = Meter.CreateCounter<double>("fdkt.gpu.time", "s", "Seconds that jobs ran in a worker with a GPU, by step.");

    /// <summary>Tokens that the server's language model wrote, those of dropped replies included.</summary>
    public static Counter<long> TokensWritten { get; } = Meter.CreateCounter<long>("fdkt.tokens.written", "{token}", "Tokens that the language model wrote.");

    private static InstrumentAdvice<double> Buckets(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}

using System.Diagnostics;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Telemetry;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Names of jobs and of their ends in spans and metrics.</summary>
internal static class JobTelemetry
{
    /// <summary>What the job is; also the subject of its message.</summary>
    public static string StepOf(Job job) => job switch
    {
        SynthesisJob => "synthesis",
        AugmentationJob => "augmentation",
        TrainingJob => "training",
        _ => throw new ArgumentOutOfRangeException(nameof(job), job.GetType().Name, "Unknown job."),
    };

    /// <summary>How the job ended; also the subject of its last fact.</summary>
    public static string EndOf(JobFact last) => last is JobStarted or JobProgressed or ClientJobWorking
        ? throw new ArgumentOutOfRangeException(nameof(last), last.GetType().Name, "The fact is no end.")
        : JobFacts.SubjectOf(last);

    /// <summary>Whose job it is; null where it is the server's.</summary>
    public static ClientId? ClientOf(Job job) => job switch { SynthesisJob synthesis => synthesis.Client, TrainingJob training => training.Client, _ => null };

    /// <summary>Says whose job a span is.</summary>
    public static void Tag(Activity span, Job job)
    {
        span.SetTag(RoundTrace.RoundTag, job.Round.Value).SetTag(RoundTrace.JobTag, job.Id.Value).SetTag(RoundTrace.ClientTag, ClientOf(job)?.Value);
    }
}

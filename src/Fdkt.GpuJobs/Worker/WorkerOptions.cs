using Fdkt.Contracts.Artifacts;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Limits and rhythms of a worker. The defaults suit a broker whose locks hold for half a minute and more.</summary>
public sealed record WorkerOptions
{
    /// <summary>Longest wait for a message in one call. Above zero. Default 30 s.</summary>
    public TimeSpan ReceiveWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the worker ends once <see cref="ReceiveWait"/> has passed without a job. Default false. For a host that starts a worker when its queue holds one.</summary>
    public bool StopWhenIdle { get; init; }

    /// <summary>Time between signs of life. Above zero. Default 30 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for a job in one attempt; it fails for good after that. Above zero. Default 6 hours.</summary>
    public TimeSpan JobTimeLimit { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Most bytes of memory of the whole process while a job runs; the job fails for good above that. Null, the default, is no limit.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Time between looks at memory. Above zero. Default 1 s.</summary>
    public TimeSpan MemoryCheck { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a job may go on after the worker is asked to stop; then it is given back. Zero or more. Default 60 s.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Attempts at a job before it fails for good. At least 1. Default 8: below the delivery limit of a broker, which is 10, so that the orchestrator
    /// hears of it before the broker puts the message aside. An attempt that a stopping worker gave back counts where the broker counts it.
    /// </summary>
    public int MaximumAttempts { get; init; } = 8;

    /// <summary>Pause after a first fault that may pass, before the job is given back; doubled with each attempt up to <see cref="LongestRetryPause"/>. Zero or more. Default 5 s.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest such pause. Zero or more. Default 2 min.</summary>
    public TimeSpan LongestRetryPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether the time of jobs counts as GPU time. Default false.</summary>
    public bool HasGpu { get; init; }

    /// <summary>What is accepted of a data set.</summary>
    public ArtifactLimits Artifacts { get; init; } = ArtifactLimits.Default;

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">The attempt, 1 for the first.</param>
    internal TimeSpan PauseAfter(int attempt)
    {
        double doubled = RetryPause.TotalMilliseconds * Math.Pow(2, Math.Max(0, attempt - 1));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, LongestRetryPause.TotalMilliseconds));
    }
}

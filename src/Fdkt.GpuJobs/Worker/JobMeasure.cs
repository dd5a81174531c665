using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Telemetry;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Measures one attempt at a job, however it leaves.</summary>
internal sealed class JobMeasure(Job job, bool hasGpu, TimeProvider clock) : IDisposable
{
    // An attempt without a last fact: the job was given back, or its lock was lost.
    private const string NoEnd = "givenBack";

    private readonly long _began = clock.GetTimestamp();
    private string _end = NoEnd;

    /// <summary>The job has ended.</summary>
    /// <param name="last">Its last fact.</param>
    public void Ended(JobFact last)
    {
        _end = JobTelemetry.EndOf(last);
        FederationMetrics.JobsEnded.Add(1, Step, End);
    }

    /// <summary>The attempt is over.</summary>
    public void Dispose()
    {
        double seconds = clock.GetElapsedTime(_began).TotalSeconds;
        FederationMetrics.JobDuration.Record(seconds, Step, End);
        FederationMetrics.GpuSeconds.Add(hasGpu ? seconds : 0, Step);
    }

    private KeyValuePair<string, object?> Step => new(FederationMetrics.StepTag, JobTelemetry.StepOf(job));

    private KeyValuePair<string, object?> End => new(FederationMetrics.EndTag, _end);
}

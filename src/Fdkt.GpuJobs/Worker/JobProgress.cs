using Fdkt.GpuJobs.Progress;

namespace Fdkt.GpuJobs.Worker;

/// <summary>
/// How far a job is: the stage that moved last, by name and count. What a stage says on its end is dropped, since a summary may hold an accuracy. Thread-safe.
/// </summary>
internal sealed class JobProgress : IRunProgress
{
    private readonly Lock _gate = new();
    private string _step = string.Empty;
    private long _done;
    private long _total;

    /// <summary>The step and how far it is; an empty step before the first.</summary>
    public (string Step, long Done, long Total) Now
    {
        get
        {
            lock (_gate)
            {
                return (_step, _done, _total);
            }
        }
    }

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        Set(name, 0, totalUnits ?? 0);
        return new Stage(this, name, totalUnits ?? 0);
    }

    public void Log(string line)
    {
    }

    public void Warn(string line)
    {
    }

    private void Set(string step, long done, long total)
    {
        lock (_gate)
        {
            (_step, _done, _total) = (step, done, total);
        }
    }

    private sealed class Stage(JobProgress owner, string name, long total) : IStageProgress
    {
        public void Report(long done) => owner.Set(name, done, total);

        public void Complete(string? summary = null) => owner.Set(name, total, total);

        public void Dispose()
        {
        }
    }
}

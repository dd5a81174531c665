namespace Fdkt.GpuJobs.Worker;

/// <summary>Why work on a job was stopped before its end.</summary>
internal enum StopCause
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The worker stops; the job is given back.</summary>
    WorkerStops,

    /// <summary>The message is another's now.</summary>
    LockLost,

    /// <summary>It took too long.</summary>
    TimeLimit,

    /// <summary>It took too much memory.</summary>
    MemoryLimit,
}

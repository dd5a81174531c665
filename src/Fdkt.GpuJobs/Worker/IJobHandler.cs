using Fdkt.Contracts.Jobs;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Does one kind of job. May be called again for the same job after a crash: then it goes on from what is finished and kept.</summary>
public interface IJobHandler
{
    /// <summary>The kind of job: a type derived from <see cref="Job"/>.</summary>
    Type JobType { get; }

    /// <summary>Does a job.</summary>
    /// <param name="job">The job, checked by itself; of <see cref="JobType"/>.</param>
    /// <param name="progress">Told of stages.</param>
    /// <param name="cancellationToken">Stops the work at the next step; the job comes again.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="Contracts.Federation.RefusedException">The job is not to be done, now or later.</exception>
    Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken);
}

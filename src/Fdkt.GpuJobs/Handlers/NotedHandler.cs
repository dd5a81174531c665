using Fdkt.Contracts.Jobs;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>Writes into the owner's notes why a job of the client ended without a result. What leaves is a reason code alone.</summary>
/// <param name="handler">Does the job.</param>
/// <param name="folder">The client's folder.</param>
/// <param name="clock">Dates the notes.</param>
internal sealed class NotedHandler(IJobHandler handler, ClientFolder folder, TimeProvider clock) : IJobHandler
{
    public Type JobType => handler.JobType;

    public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await handler.HandleAsync(job, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (JobFaults.Of(fault) is not null)
        {
            folder.Notes(clock).Add(job.Id, JobFaults.Describe(fault));
            throw;
        }
    }
}

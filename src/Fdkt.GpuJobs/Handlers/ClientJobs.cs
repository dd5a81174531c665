using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>What every job of a client must be: for this client, for one of its tasks, of its labels, in time.</summary>
internal static class ClientJobs
{
    /// <exception cref="RefusedException">It is not.</exception>
    public static void RequireOwn(ClientFolder folder, ClientId client, Job job)
    {
        if (client != folder.Settings.Client)
        {
            throw new RefusedException(ReasonCode.UnknownClient, $"The job is for client {client}; this is {folder.Settings.Client}.");
        }

        if (!folder.Settings.Tasks.Contains(job.Task))
        {
            throw new RefusedException(ReasonCode.UnknownTask, $"Client {client} takes no part in task {job.Task}.");
        }

        // Held against what the owner declared, never against the labels that rows have.
        if (job.Labels.Except(folder.Settings.Labels, StringComparer.Ordinal).FirstOrDefault() is { } label)
        {
            throw new RefusedException(ReasonCode.UnknownLabel, $"The job asks for the label \"{label}\", which the settings of client {client} do not name.");
        }
    }

    /// <summary>Work that nobody waits for is not begun.</summary>
    /// <exception cref="RefusedException">The deadline has passed.</exception>
    public static void RequireInTime(DateTimeOffset deadline, TimeProvider clock)
    {
        if (clock.GetUtcNow() > deadline)
        {
            throw new RefusedException(ReasonCode.Late, $"The job's deadline was {deadline:u}.");
        }
    }
}

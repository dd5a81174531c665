using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>What every job of a client must be: for this client, for one of its tasks, in time.</summary>
internal static class ClientJobs
{
    /// <exception cref="RefusedException">It is not.</exception>
    public static void RequireOwn(ClientFolder folder, ClientId client, TaskId task)
    {
        if (client != folder.Settings.Client)
        {
            throw new RefusedException(ReasonCode.UnknownClient, $"The job is for client {client}; this is {folder.Settings.Client}.");
        }

        if (!folder.Settings.Tasks.Contains(task))
        {
            throw new RefusedException(ReasonCode.UnknownTask, $"Client {client} takes no part in task {task}.");
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

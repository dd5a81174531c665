using System.Collections.Concurrent;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Inbox;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Activities;

/// <summary>Finds and takes demonstrations that wait, and keeps those that came too late.</summary>
internal sealed class PushActivities(RoundDirectory rounds, HeldUploads held, UploadIntake intake)
{
    /// <summary>Clients of one batch at a time; the round sends out several batches at once.</summary>
    private const int Parallel = 4;

    /// <summary>Finds what waits for the task.</summary>
    /// <param name="input">The task.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<FoundPushes> FindAsync(FindPushes input, CancellationToken cancellationToken) => new(await held.ListAsync(input.Task, cancellationToken).ConfigureAwait(false));

    /// <summary>Takes, of each client, the first that fits.</summary>
    /// <param name="input">A batch.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<TakenPushes> TakeAsync(TakePushes input, CancellationToken cancellationToken)
    {
        RoundRequest request = await rounds.GetAsync(input.Round, cancellationToken).ConfigureAwait(false);
        var taken = new ConcurrentBag<DemosChecked>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(input.Pushes.GroupBy(push => push.Client), options, async (pushes, stop) =>
        {
            if (await TakeFirstAsync(pushes, request, input.Seed, stop).ConfigureAwait(false) is { } demos)
            {
                taken.Add(demos);
            }
        }).ConfigureAwait(false);
        return new TakenPushes([.. taken.OrderBy(demos => demos.Client.Value, StringComparer.Ordinal)]);
    }

    /// <summary>Holds or quarantines what came too late.</summary>
    /// <param name="input">Which.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ActivityDone> KeepLateAsync(KeepLate input, CancellationToken cancellationToken)
    {
        if (await intake.FindAsync(input.Round, input.Seed, input.Client, cancellationToken).ConfigureAwait(false) is { } upload)
        {
            await held.KeepLateAsync(upload, input.Policy, cancellationToken).ConfigureAwait(false);
        }

        return ActivityDone.Instance;
    }

    private async Task<DemosChecked?> TakeFirstAsync(IEnumerable<PushName> pushes, RoundRequest request, int seed, CancellationToken cancellationToken)
    {
        foreach (PushName push in pushes)
        {
            if (await held.TakeAsync(push, request, seed, cancellationToken).ConfigureAwait(false) is { } upload)
            {
                return upload.For(request.Round, seed);
            }
        }

        return null;
    }
}

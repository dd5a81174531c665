using System.Collections.Immutable;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>The one function that changes where a round stands. Pure. What does not concern the present phase changes nothing, so messages may come late, twice and out of order.</summary>
internal static class RoundTransitions
{
    /// <summary>Where the round stands after a signal.</summary>
    /// <param name="state">Where it stood.</param>
    /// <param name="signal">What happened.</param>
    public static RoundState After(RoundState state, RoundSignal signal) => state.IsEnd ? state : signal switch
    {
        RoundSignal.SeedBegan began => Begin(state, began.Seed),
        RoundSignal.DeadlineSet set => state with { Deadline = set.At },
        RoundSignal.DemosArrived arrived => Demos(state, arrived.Checked),
        RoundSignal.JobOver over => Job(Count(state, over.Job), over.Job),
        RoundSignal.PhaseEnded => EndPhase(state),
        RoundSignal.SeedsDone => End(state, RoundPhase.Completed, null),
        RoundSignal.CancelRequested => End(state, RoundPhase.Cancelled, ReasonCode.Cancelled),
        RoundSignal.Faulted faulted => End(state, state.Phase == RoundPhase.Augmenting ? RoundPhase.AugmentationFailed : RoundPhase.Refused, faulted.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No such signal."),
    };

    private static RoundState Begin(RoundState state, int seed)
    {
        ImmutableSortedDictionary<string, RoundClient> asked = state.Plan.Participants.ToImmutableSortedDictionary(
            client => client.Value, RoundClient.Asked, StringComparer.Ordinal);
        return state with
        {
            Phase = RoundPhase.Collecting,
            Seed = seed,
            Deadline = null,
            Open = asked.Count,
            Accepted = 0,
            Seeds = state.Seeds.SetItem(seed, asked),
            Texts = [],
        };
    }

    private static RoundState Demos(RoundState state, DemosChecked demos)
    {
        if (state.Phase != RoundPhase.Collecting || demos.Seed != state.Seed || !state.Clients.TryGetValue(demos.Client.Value, out RoundClient? client))
        {
            return state;
        }

        // A job that was delivered twice may fail once and succeed once: the release is there and paid for, so it counts.
        bool open = client.Phase == ClientPhase.Asked;
        if (demos.Reason is null && (open || client.Phase is ClientPhase.Failed or ClientPhase.Refused))
        {
            RoundState accepted = Put(state, client with { Phase = ClientPhase.Accepted, Reason = null, Demos = demos.Demos, Statement = demos.Statement, Rows = demos.Rows });
            return accepted with { Accepted = state.Accepted + 1, Open = state.Open - (open ? 1 : 0) };
        }

        return demos.Reason is not null && open
            ? Put(state, client with { Phase = ClientPhase.Quarantined, Reason = demos.Reason }) with { Open = state.Open - 1 }
            : state;
    }

    private static RoundState Job(RoundState state, JobEnded job) => job.Seed != state.Seed ? state : (state.Phase, job.Step) switch
    {
        (RoundPhase.Collecting, JobStep.Synthesis) when job.End != JobEnd.Completed => Answer(state, job, ClientPhase.Asked),
        (RoundPhase.Augmenting, JobStep.Augmentation) => Augmentation(state, job),
        (RoundPhase.Training, JobStep.Training) => Answer(state, job, ClientPhase.Accepted),
        _ => state,
    };

    private static RoundState Answer(RoundState state, JobEnded job, ClientPhase awaited)
    {
        if (job.Client is not { } name || !state.Clients.TryGetValue(name.Value, out RoundClient? client) || client.Phase != awaited)
        {
            return state;
        }

        ClientPhase phase = job.End switch
        {
            JobEnd.Completed => ClientPhase.Trained,
            JobEnd.Refused => ClientPhase.Refused,
            _ => ClientPhase.Failed,
        };
        return Put(state, client with { Phase = phase, Reason = job.Reason }) with { Open = state.Open - 1 };
    }

    private static RoundState Augmentation(RoundState state, JobEnded job)
    {
        if (job.End != JobEnd.Completed)
        {
            return End(state, RoundPhase.AugmentationFailed, job.Reason);
        }

        return job.Texts.Any(texts => texts.Method == Comparison.Fdkt)
            ? state with
            {
                Phase = RoundPhase.Training,
                Deadline = null,
                Open = state.Accepted,
                Texts = job.Texts,
                Augmented = state.Augmented.AddRange(job.Texts.Select(texts => texts.Manifest)),
            }
            : End(state, RoundPhase.AugmentationFailed, ReasonCode.MissingArtifact);
    }

    private static RoundState EndPhase(RoundState state) => state.Phase switch
    {
        RoundPhase.Collecting when state.Accepted >= state.Plan.Quorum => Miss(state, ClientPhase.Asked) with { Phase = RoundPhase.Augmenting, Deadline = null, Open = 1 },
        RoundPhase.Collecting => End(Miss(state, ClientPhase.Asked), RoundPhase.QuorumNotMet, null),
        RoundPhase.Augmenting => End(state, RoundPhase.AugmentationFailed, ReasonCode.LimitExceeded),
        RoundPhase.Training => Miss(state, ClientPhase.Accepted) with { Deadline = null, Open = 0 },
        _ => state,
    };

    private static RoundState Miss(RoundState state, ClientPhase awaited) =>
        state.Clients.Values.Where(client => client.Phase == awaited).Aggregate(state, (next, client) => Put(next, client with { Phase = ClientPhase.Missing }));

    private static RoundState Put(RoundState state, RoundClient client) =>
        state with { Seeds = state.Seeds.SetItem(state.Seed!.Value, state.Clients.SetItem(client.Client.Value, client)) };

    private static RoundState End(RoundState state, RoundPhase phase, ReasonCode? reason) => state with { Phase = phase, Reason = reason, Deadline = null, Open = 0 };

    /// <summary>Adds a job's counts, once, whenever they come.</summary>
    private static RoundState Count(RoundState state, JobEnded job)
    {
        if (job.Stages.Count == 0 || state.Counted.Contains(job.Job))
        {
            return state;
        }

        ImmutableList<StageReport> sums = state.Stages;
        foreach (StageReport stage in job.Stages)
        {
            int index = sums.FindIndex(sum => sum.Name == stage.Name);
            sums = index < 0 ? sums.Add(stage) : sums.SetItem(index, Sum(sums[index], stage));
        }

        return state with { Stages = sums, Counted = state.Counted.Add(job.Job) };
    }

    private static StageReport Sum(StageReport left, StageReport right) => new(
        left.Name,
        left.In + right.In,
        left.Kept + right.Kept,
        left.Dropped.Concat(right.Dropped).GroupBy(drop => drop.Key, StringComparer.Ordinal).ToImmutableSortedDictionary(drops => drops.Key, drops => drops.Sum(drop => drop.Value), StringComparer.Ordinal),
        left.Seconds + right.Seconds,
        left.Tokens + right.Tokens);
}

using System.Collections.Immutable;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Reports;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Where a round stands. Changed by <see cref="RoundTransitions"/> alone; a change costs no more than the logarithm of the number of clients.</summary>
internal sealed record RoundState
{
    private RoundState(RoundPlan plan) => Plan = plan;

    /// <summary>The plan.</summary>
    public RoundPlan Plan { get; }

    /// <summary>The phase.</summary>
    public RoundPhase Phase { get; init; } = RoundPhase.Planned;

    /// <summary>Why it ended as it did, where it did not complete.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>The repetition at work; null before the first.</summary>
    public int? Seed { get; init; }

    /// <summary>When the phase ends at the latest; null where none runs.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Outcomes that the phase still waits for.</summary>
    public int Open { get; init; }

    /// <summary>Clients of this repetition whose demonstrations were accepted.</summary>
    public int Accepted { get; init; }

    /// <summary>The clients of each repetition that began, by name.</summary>
    public ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, RoundClient>> Seeds { get; init; } =
        ImmutableSortedDictionary<int, ImmutableSortedDictionary<string, RoundClient>>.Empty;

    /// <summary>What the server wrote in this repetition.</summary>
    public IReadOnlyList<WrittenTexts> Texts { get; init; } = [];

    /// <summary>What the server wrote in all repetitions.</summary>
    public ImmutableList<ArtifactReference> Augmented { get; init; } = [];

    /// <summary>Counts of the stages, summed, in the order in which they were first heard of.</summary>
    public ImmutableList<StageReport> Stages { get; init; } = [];

    /// <summary>Jobs whose counts are in <see cref="Stages"/>.</summary>
    public ImmutableHashSet<JobId> Counted { get; init; } = [];

    /// <summary>Whether the round has ended.</summary>
    public bool IsEnd => Phase >= RoundPhase.Completed;

    /// <summary>The clients of this repetition, by name; none before the first.</summary>
    public ImmutableSortedDictionary<string, RoundClient> Clients =>
        Seed is { } seed ? Seeds[seed] : ImmutableSortedDictionary<string, RoundClient>.Empty;

    /// <summary>A round at its beginning; ended at once where the plan leaves no other way.</summary>
    /// <param name="plan">The plan.</param>
    public static RoundState Of(RoundPlan plan) =>
        plan.Refused is { } reason ? new RoundState(plan) { Phase = RoundPhase.Refused, Reason = reason }
        : plan.Participants.Count < plan.Quorum ? new RoundState(plan) { Phase = RoundPhase.QuorumNotMet }
        : new RoundState(plan);

    /// <summary>The clients of this repetition in a phase, in the order of their names.</summary>
    /// <param name="phase">The phase.</param>
    public IReadOnlyList<ClientId> In(ClientPhase phase) => [.. Clients.Values.Where(client => client.Phase == phase).Select(client => client.Client)];

    /// <summary>Whether the round goes on with these very demonstrations.</summary>
    /// <param name="demos">The demonstrations.</param>
    public bool Uses(DemosChecked demos) =>
        Seeds.TryGetValue(demos.Seed, out ImmutableSortedDictionary<string, RoundClient>? clients)
        && clients.TryGetValue(demos.Client.Value, out RoundClient? client)
        && client.Demos is { } used && used.Manifest == demos.Demos?.Manifest;

    /// <summary>The round in a few numbers.</summary>
    public RoundHeadline Headline() => new(Phase, Seed, Plan.Participants.Count, Accepted, Open);
}

using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Tests.Rounds;

public sealed class RoundTransitionsTests
{
    private static readonly RoundId Round = new("round-1");
    private static readonly ClientId A = new("a");
    private static readonly ClientId B = new("b");
    private static readonly ArtifactReference Manifest = new("demos", "a/manifest.json", new string('0', 64), 3, "application/json");
    private static readonly WrittenTexts Written = new(Comparison.Fdkt, Manifest);

    /// <summary>A path of signals, and the phase, open outcomes and clients it leads to.</summary>
    public static TheoryData<string, string, RoundPhase, int, string> Paths => new()
    {
        { "new round", "", RoundPhase.Planned, 0, "" },
        { "seed begins", "begin", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "accepted", "begin demos-a", RoundPhase.Collecting, 1, "a=Accepted b=Asked" },
        { "accepted twice", "begin demos-a demos-a", RoundPhase.Collecting, 1, "a=Accepted b=Asked" },
        { "refused", "begin refused-a", RoundPhase.Collecting, 1, "a=Refused b=Asked" },
        { "failed", "begin failed-a", RoundPhase.Collecting, 1, "a=Failed b=Asked" },
        { "quarantined", "begin quarantined-a", RoundPhase.Collecting, 1, "a=Quarantined b=Asked" },
        { "failed, then its twin succeeds", "begin failed-a demos-a", RoundPhase.Collecting, 1, "a=Accepted b=Asked" },
        { "quarantined stays", "begin quarantined-a demos-a", RoundPhase.Collecting, 1, "a=Quarantined b=Asked" },
        { "accepted, then a late failure", "begin demos-a failed-a", RoundPhase.Collecting, 1, "a=Accepted b=Asked" },
        { "accepted, then a late quarantine", "begin demos-a quarantined-a", RoundPhase.Collecting, 1, "a=Accepted b=Asked" },
        { "a stranger's demonstrations", "begin demos-x", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "demonstrations of another seed", "begin demos-a-other", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "training ends before it began", "begin trained-a", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "completed synthesis says nothing yet", "begin synthesized-a", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "quorum at the deadline", "begin demos-a end", RoundPhase.Augmenting, 1, "a=Accepted b=Missing" },
        { "no quorum at the deadline", "begin end", RoundPhase.QuorumNotMet, 0, "a=Missing b=Missing" },
        { "late demonstrations", "begin demos-a end demos-b", RoundPhase.Augmenting, 1, "a=Accepted b=Missing" },
        { "texts", "begin demos-a demos-b end texts", RoundPhase.Training, 2, "a=Accepted b=Accepted" },
        { "texts twice", "begin demos-a demos-b end texts texts", RoundPhase.Training, 2, "a=Accepted b=Accepted" },
        { "texts before they were asked for", "begin texts", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "texts without fdkt", "begin demos-a end other-texts", RoundPhase.AugmentationFailed, 0, "a=Accepted b=Missing" },
        { "augmentation fails", "begin demos-a end no-texts", RoundPhase.AugmentationFailed, 0, "a=Accepted b=Missing" },
        { "augmentation at its deadline", "begin demos-a end end", RoundPhase.AugmentationFailed, 0, "a=Accepted b=Missing" },
        { "trained", "begin demos-a demos-b end texts trained-a", RoundPhase.Training, 1, "a=Trained b=Accepted" },
        { "trained twice", "begin demos-a demos-b end texts trained-a trained-a", RoundPhase.Training, 1, "a=Trained b=Accepted" },
        { "training fails", "begin demos-a demos-b end texts training-failed-a", RoundPhase.Training, 1, "a=Failed b=Accepted" },
        { "who was missing cannot train", "begin demos-a end texts trained-b", RoundPhase.Training, 1, "a=Accepted b=Missing" },
        { "training at its deadline", "begin demos-a demos-b end texts trained-a end", RoundPhase.Training, 0, "a=Trained b=Missing" },
        { "next seed", "begin demos-a demos-b end texts end begin-2", RoundPhase.Collecting, 2, "a=Asked b=Asked" },
        { "all seeds done", "begin demos-a end texts trained-a end done", RoundPhase.Completed, 0, "a=Trained b=Missing" },
        { "cancelled before it began", "cancel", RoundPhase.Cancelled, 0, "" },
        { "cancelled while collecting", "begin demos-a cancel", RoundPhase.Cancelled, 0, "a=Accepted b=Asked" },
        { "cancelled while augmenting", "begin demos-a end cancel", RoundPhase.Cancelled, 0, "a=Accepted b=Missing" },
        { "cancelled while training", "begin demos-a end texts cancel", RoundPhase.Cancelled, 0, "a=Accepted b=Missing" },
        { "a fault while collecting", "begin fault", RoundPhase.Refused, 0, "a=Asked b=Asked" },
        { "a fault while augmenting", "begin demos-a end fault", RoundPhase.AugmentationFailed, 0, "a=Accepted b=Missing" },
        { "an end is an end", "begin end cancel fault begin demos-a", RoundPhase.QuorumNotMet, 0, "a=Missing b=Missing" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void After_PathOfSignals_LeadsTo(string name, string signals, RoundPhase phase, int open, string clients)
    {
        RoundState state = Follow(signals);

        Assert.True(
            (phase, open, clients) == (state.Phase, state.Open, string.Join(' ', state.Clients.Values.Select(client => $"{client.Client}={client.Phase}"))),
            $"{name}: {state.Phase}, {state.Open} open, {string.Join(' ', state.Clients.Values)}");
    }

    [Theory]
    [InlineData("begin end", null)]
    [InlineData("cancel", ReasonCode.Cancelled)]
    [InlineData("begin demos-a end end", ReasonCode.LimitExceeded)]
    [InlineData("begin demos-a end no-texts", ReasonCode.ModelMismatch)]
    [InlineData("begin demos-a end other-texts", ReasonCode.MissingArtifact)]
    [InlineData("begin fault", ReasonCode.InternalFault)]
    public void After_End_HasTheReason(string signals, ReasonCode? reason) => Assert.Equal(reason, Follow(signals).Reason);

    [Fact]
    public void Of_PlanThatIsRefused_IsAnEnd() => Assert.Equal((RoundPhase.Refused, ReasonCode.TaskBusy), (RoundState.Of(Plan() with { Refused = ReasonCode.TaskBusy }).Phase, RoundState.Of(Plan() with { Refused = ReasonCode.TaskBusy }).Reason!.Value));

    [Fact]
    public void Of_FewerParticipantsThanQuorum_IsAnEnd() => Assert.Equal(RoundPhase.QuorumNotMet, RoundState.Of(Plan() with { Quorum = 3 }).Phase);

    [Fact]
    public void After_StagesOfTheSameJobTwice_CountOnceAndAnyTime()
    {
        var stage = new StageReport("write", 5, 3, new Dictionary<string, long> { ["short"] = 2 }, 1.5, 7);
        RoundState state = Follow("begin demos-a end");
        JobEnded first = Job(JobStep.Synthesis, "a", JobEnd.Completed, null) with { Stages = [stage] };
        JobEnded second = Job(JobStep.Synthesis, "b", JobEnd.Completed, null) with { Stages = [stage with { Dropped = new Dictionary<string, long> { ["long"] = 1 } }] };

        state = RoundTransitions.After(state, new RoundSignal.JobOver(first));
        state = RoundTransitions.After(state, new RoundSignal.JobOver(first));
        state = RoundTransitions.After(state, new RoundSignal.JobOver(second));

        StageReport sum = Assert.Single(state.Stages);
        Assert.Equal((10, 6, 3.0, 14), (sum.In, sum.Kept, sum.Seconds, sum.Tokens));
        Assert.Equal([("long", 1L), ("short", 2L)], sum.Dropped.Select(drop => (drop.Key, drop.Value)));
    }

    [Fact]
    public void Uses_AcceptedDemos_OnlyThose()
    {
        RoundState state = Follow("begin demos-a");

        Assert.True(state.Uses(Demos("a", 1, null)));
        Assert.False(state.Uses(Demos("b", 1, null)));
        Assert.False(state.Uses(Demos("a", 2, null)));
        Assert.False(state.Uses(Demos("a", 1, null) with { Demos = new DemoSource(A, Manifest with { Length = 4 }, null) }));
    }

    private static RoundPlan Plan() => new(
        new TaskId("reviews"), null, [1, 2], [A, B], 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), LatePolicy.KeepForNextRound);

    private static RoundState Follow(string signals) =>
        signals.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(RoundState.Of(Plan()), (state, signal) => RoundTransitions.After(state, Signal(signal)));

    private static RoundSignal Signal(string name) => name switch
    {
        "begin" => new RoundSignal.SeedBegan(1),
        "begin-2" => new RoundSignal.SeedBegan(2),
        "end" => new RoundSignal.PhaseEnded(),
        "done" => new RoundSignal.SeedsDone(),
        "cancel" => new RoundSignal.CancelRequested(),
        "fault" => new RoundSignal.Faulted(ReasonCode.InternalFault),
        "demos-a-other" => new RoundSignal.DemosArrived(Demos("a", 2, null)),
        "texts" => new RoundSignal.JobOver(Job(JobStep.Augmentation, null, JobEnd.Completed, null) with { Texts = [Written] }),
        "other-texts" => new RoundSignal.JobOver(Job(JobStep.Augmentation, null, JobEnd.Completed, null) with { Texts = [Written with { Method = Comparison.NoFilter }] }),
        "no-texts" => new RoundSignal.JobOver(Job(JobStep.Augmentation, null, JobEnd.Failed, ReasonCode.ModelMismatch)),
        _ => (name[..^2], name[^1..]) switch
        {
            ("demos", var client) => new RoundSignal.DemosArrived(Demos(client, 1, null)),
            ("quarantined", var client) => new RoundSignal.DemosArrived(Demos(client, 1, ReasonCode.BadSignature)),
            ("refused", var client) => new RoundSignal.JobOver(Job(JobStep.Synthesis, client, JobEnd.Refused, ReasonCode.BudgetExceeded)),
            ("failed", var client) => new RoundSignal.JobOver(Job(JobStep.Synthesis, client, JobEnd.Failed, ReasonCode.LimitExceeded)),
            ("synthesized", var client) => new RoundSignal.JobOver(Job(JobStep.Synthesis, client, JobEnd.Completed, null)),
            ("trained", var client) => new RoundSignal.JobOver(Job(JobStep.Training, client, JobEnd.Completed, null)),
            ("training-failed", var client) => new RoundSignal.JobOver(Job(JobStep.Training, client, JobEnd.Failed, ReasonCode.LimitExceeded)),
            _ => throw new ArgumentException($"No signal {name}.", nameof(name)),
        },
    };

    private static DemosChecked Demos(string client, int seed, ReasonCode? reason) => reason is null
        ? new DemosChecked(new ClientId(client), seed, new DemoSource(new ClientId(client), Manifest, null), new PrivacyStatement(client, 1, 0, PrivacyMechanism.Votes, "a", "u", "c"), 2, null)
        : new DemosChecked(new ClientId(client), seed, null, null, 0, reason);

    private static JobEnded Job(JobStep step, string? client, JobEnd end, ReasonCode? reason)
    {
        ClientId? name = client is null ? null : new ClientId(client);
        JobId id = Fdkt.Orchestrator.Facts.JobFacts.Id(step, Round, 1, name);
        return new JobEnded(id, step, 1, name, end, reason, [], []);
    }
}

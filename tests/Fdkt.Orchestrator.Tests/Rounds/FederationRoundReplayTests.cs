using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Facts;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Tests.Rounds;

public sealed class FederationRoundReplayTests
{
    private static readonly RoundId Round = new("round-1");
    private static readonly TaskId Task = new("reviews");
    private readonly List<SendJobs> _sent = [];
    private readonly List<RecoverJobs> _recovered = [];
    private readonly List<KeepLate> _late = [];
    private RoundOutcome? _outcome;

    [Fact]
    public void Round_ThreeClientsTwoSeeds_ReplaysAtEveryStep()
    {
        ReplayContext context = Context("a", "b", "c");
        Assert.Null(context.Run());

        RoundPhase? end = null;
        foreach (int seed in (int[])[1, 2])
        {
            foreach (string client in (string[])["b", "a", "c"])
            {
                Assert.Null(context.Raise(RoundEvents.Demos, Demos(client, seed)));
                Assert.Null(context.Raise(RoundEvents.Job, Ended(JobStep.Synthesis, client, seed)));
            }

            Assert.Null(context.Raise(RoundEvents.Job, Texts(seed)));
            foreach (string client in (string[])["c", "a", "b"])
            {
                end = context.Raise(RoundEvents.Job, Ended(JobStep.Training, client, seed));
            }
        }

        Assert.Equal(RoundPhase.Completed, end);
        Assert.Equal(RoundPhase.Completed, _outcome!.Phase);
        Assert.Equal([JobStep.Synthesis, JobStep.Augmentation, JobStep.Training, JobStep.Synthesis, JobStep.Augmentation, JobStep.Training], _sent.Select(jobs => jobs.Step));
        Assert.Equal(["a", "b", "c"], _sent[0].Clients.Select(client => client.Value));
        Assert.True(context.Replays > 40, $"only {context.Replays} replays");
    }

    [Fact]
    public void Round_Deadlines_AreThoseOfThePlan()
    {
        ReplayContext context = Context("a", "b");
        context.Run();
        context.Raise(RoundEvents.Demos, Demos("a", 1));

        Assert.Null(context.Advance(TimeSpan.FromMinutes(59)));
        Assert.Equal(RoundPhase.Collecting, context.Headline!.Phase);
        context.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(RoundPhase.Augmenting, context.Headline.Phase);
        Assert.Equal(RoundPhase.AugmentationFailed, context.Advance(TimeSpan.FromMinutes(121)));
        Assert.Equal((ClientPhase.Accepted, ClientPhase.Missing), (_outcome!.Clients[0].Phase, _outcome.Clients[1].Phase));
    }

    [Fact]
    public void Round_SilentJobs_AreLookedAfterInDoublingPauses()
    {
        ReplayContext context = Context("a", "b");
        context.Run();

        context.Advance(TimeSpan.FromMinutes(61));

        // After 10, 30 and, the deadline being at 60, no more: the last look sends nothing.
        Assert.Equal(3, _recovered.Count);
        Assert.Equal([true, true, false], _recovered.Select(look => look.SilentSince is not null));
        Assert.Equal(TimeSpan.FromMinutes(10), _recovered[1].SilentSince - _recovered[0].SilentSince);
    }

    [Fact]
    public void Round_EventsBeforeTheyAreWaitedFor_AreKept()
    {
        ReplayContext context = Context("a");
        context.Activities[RoundActivities.FindPushes.Name] = _ => "{\"pushes\":[]}";
        context.Run();

        // The job's end overtakes the demonstrations, and the training's end comes while the augmentation runs.
        context.Raise(RoundEvents.Job, Ended(JobStep.Synthesis, "a", 1));
        context.Raise(RoundEvents.Demos, Demos("a", 1));
        context.Raise(RoundEvents.Job, Ended(JobStep.Training, "a", 1));
        context.Raise(RoundEvents.Job, Texts(1));

        Assert.Equal(RoundPhase.Training, context.Headline!.Phase);
        Assert.Equal(1, context.Headline.Open);
    }

    [Fact]
    public void Round_LateDemos_AreKeptOnceEachTimeTheyAreTold()
    {
        ReplayContext context = Context("a", "b");
        context.Run();
        context.Raise(RoundEvents.Demos, Demos("a", 1));
        context.Advance(TimeSpan.FromMinutes(61));

        context.Raise(RoundEvents.Demos, Demos("b", 1));
        context.Raise(RoundEvents.Demos, Demos("a", 1));

        Assert.Equal([new KeepLate(Round, 1, new ClientId("b"), LatePolicy.KeepForNextRound)], _late);
    }

    [Fact]
    public void Round_Cancelled_EndsAndWritesItsOutcome()
    {
        ReplayContext context = Context("a", "b");
        context.Run();
        context.Raise(RoundEvents.Demos, Demos("a", 1));

        RoundPhase? end = context.Raise(RoundEvents.Cancel, new CancelRound(RoundCommand.CurrentSchemaVersion, Round));

        Assert.Equal(RoundPhase.Cancelled, end);
        Assert.Equal(RoundPhase.Cancelled, _outcome!.Phase);
        Assert.Single(_outcome.Privacy);
    }

    [Fact]
    public void Round_SendingFailsForGood_EndsRefusedWithTheReason()
    {
        ReplayContext context = Context("a");
        context.Activities[RoundActivities.SendJobs.Name] = _ => $"fail {ReasonCode.InternalFault}";

        Assert.Equal(RoundPhase.Refused, context.Run());
        Assert.Equal(ReasonCode.InternalFault, _outcome!.Reason);
    }

    [Fact]
    public void Round_StatusCannotBeWritten_GoesOn()
    {
        ReplayContext context = Context("a");
        context.Activities[RoundActivities.WriteStatus.Name] = _ => $"fail {ReasonCode.InternalFault}";
        context.Run();

        context.Raise(RoundEvents.Demos, Demos("a", 1));

        Assert.Equal(RoundPhase.Augmenting, context.Headline!.Phase);
    }

    [Fact]
    public void Round_QueueOfOneClientAway_CountsItAsFailed()
    {
        ReplayContext context = Context("a", "b");
        context.On(RoundActivities.SendJobs, jobs => new SentJobs(jobs.Step == JobStep.Synthesis ? [new ClientId("b")] : []));
        context.Run();

        context.Raise(RoundEvents.Demos, Demos("a", 1));

        Assert.Equal(RoundPhase.Augmenting, context.Headline!.Phase);
    }

    [Fact]
    public void Round_DemosWhileJobsAreSent_AreShownAlthoughNothingMoreComes()
    {
        ReplayContext context = Context("a", "b");
        var statuses = new List<RoundStatus>();
        context.On(RoundActivities.WriteStatus, input =>
        {
            statuses.Add(input.Status);
            return ActivityDone.Instance;
        });
        context.On(RoundActivities.SendJobs, _ =>
        {
            context.Happened(RoundEvents.Demos, Demos("a", 1));
            return new SentJobs([]);
        });

        context.Run();

        Assert.Equal([ClientPhase.Accepted, ClientPhase.Asked], statuses[^1].Clients.Select(client => client.Phase));
    }

    [Fact]
    public void Round_AThousandClients_WritesTheStatusAFewTimesOnly()
    {
        string[] clients = [.. Enumerable.Range(0, 1000).Select(number => $"client-{number}")];
        int writes = 0;
        var journal = new List<string>();
        ReplayContext context = Context(clients);
        context.On(RoundActivities.WriteStatus, _ =>
        {
            writes++;
            return ActivityDone.Instance;
        });
        context.On(RoundActivities.FindPushes, _ => new FoundPushes([.. clients.Select(client => new PushName(new ClientId(client), new string('a', 16)))]));
        context.On(RoundActivities.TakePushes, batch =>
        {
            var taken = new TakenPushes([.. batch.Pushes.Select(push => Demos(push.Client.Value, 1))]);
            journal.Add(System.Text.Json.JsonSerializer.Serialize(taken, RoundActivities.TakePushes.ResultType));
            return taken;
        });

        context.Run();

        Assert.Equal(RoundPhase.Augmenting, context.Headline!.Phase);
        Assert.Equal(1000, context.Headline.Accepted);
        Assert.InRange(writes, 1, 5);
        Assert.Equal(20, journal.Count);
        Assert.All(journal, entry => Assert.InRange(entry.Length, 1, 64 * 1024));
    }

    [Fact]
    public void ReplayContext_OrchestrationThatDiffersEachTime_IsFound()
    {
        int runs = 0;
        var context = new ReplayContext(async round =>
        {
            await round.CallActivityAsync(RoundActivities.FindPushes, new FindPushes(Round, Task, runs++), ActivityRetry.Standard);
            return RoundPhase.Completed;
        });
        context.On(RoundActivities.FindPushes, _ => new FoundPushes([]));

        Assert.Contains("in a replay", Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => context.Run()).Message, StringComparison.Ordinal);
    }

    private static DemosChecked Demos(string client, int seed)
    {
        var source = new DemoSource(new ClientId(client), new ArtifactReference("demos", $"{client}/s{seed}/manifest.json", new string('0', 64), 3, "application/json"), null);
        return new DemosChecked(new ClientId(client), seed, source, new PrivacyStatement(client, 1, 1e-6, PrivacyMechanism.Votes, "add or remove one", "one record", "pld 1"), 2, null);
    }

    private static JobEnded Ended(JobStep step, string client, int seed) => new(JobFacts.Id(step, Round, seed, new ClientId(client)), step, seed, new ClientId(client), JobEnd.Completed, null, [], []);

    private static JobEnded Texts(int seed) => new(
        JobId.Augmentation(Round, seed), JobStep.Augmentation, seed, null, JobEnd.Completed, null, [new WrittenTexts(Comparison.Fdkt, new ArtifactReference("augmented", "x", "0", 1, "application/json"))], []);

    private ReplayContext Context(params string[] clients)
    {
        var context = new ReplayContext(FederationRound.RunAsync);
        ClientId[] participants = [.. clients.Order(StringComparer.Ordinal).Select(client => new ClientId(client))];
        var plan = new RoundPlan(
            Task, null, [1, 2], participants, 1, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120), TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(10), LatePolicy.KeepForNextRound);
        context.On(RoundActivities.Plan, _ => plan);
        context.On(RoundActivities.FindPushes, _ => new FoundPushes([]));
        context.On(RoundActivities.SendJobs, jobs =>
        {
            _sent.Add(jobs);
            return new SentJobs([]);
        });
        context.On(RoundActivities.RecoverJobs, look =>
        {
            _recovered.Add(look);
            return new RecoveredJobs([], []);
        });
        context.On(RoundActivities.KeepLate, late =>
        {
            _late.Add(late);
            return ActivityDone.Instance;
        });
        context.On(RoundActivities.StoreDemos, _ => ActivityDone.Instance);
        context.On(RoundActivities.WriteStatus, _ => ActivityDone.Instance);
        context.On(RoundActivities.WriteOutcome, input =>
        {
            _outcome = input.Outcome;
            return ActivityDone.Instance;
        });
        return context;
    }
}

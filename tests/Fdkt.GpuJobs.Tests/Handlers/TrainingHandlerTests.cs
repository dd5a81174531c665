using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Handlers;

public sealed class TrainingHandlerTests : IAsyncDisposable
{
    private static readonly Comparison[] Methods = [Comparison.PrivateOnly, Comparison.DemosOnly, Comparison.Fdkt, Comparison.PublicFeatures];
    private readonly SmallFederation _federation = new();

    [Fact]
    public async Task HandleAsync_AJob_KeepsItsScoresAndTellsNothing()
    {
        TrainingJob job = await JobAsync();

        JobOutput output = await HandleAsync(job);

        Assert.Equal(JobOutput.Nothing, output);
        Evaluation kept = _federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!;
        Assert.Equal(Methods, kept.Scores.Keys);
        Assert.All(kept.Scores.Values, score => Assert.InRange(score.Accuracy, 0.1, 1));
        Assert.Equal((SampleRound.Rows.Count, SampleRound.Test.Count), (kept.Records, kept.TestRows));
        Assert.Equal("client filter", kept.ClientFilter!.Name);
    }

    [Fact]
    public async Task HandleAsync_DeliveredAgain_DoesNotMeasureAgain()
    {
        TrainingJob job = await JobAsync();
        await HandleAsync(job);
        Evaluation first = _federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!;
        _federation.Clock.Advance(TimeSpan.FromMinutes(1));

        await HandleAsync(job);

        Assert.Equal(first.At, _federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!.At);
    }

    [Fact]
    public async Task HandleAsync_TextsThatAreNotWhatTheJobNames_AreRefusedAndNothingIsKept()
    {
        TrainingJob job = await JobAsync();
        WrittenTexts texts = Assert.Single(job.Texts);
        await AssertRefusedAsync(job with { Texts = [] }, ReasonCode.MissingArtifact);
        await AssertRefusedAsync(job with { Texts = [texts with { Manifest = texts.Manifest with { Sha256 = new string('0', 64) } }] }, ReasonCode.ContentMismatch);
        await AssertRefusedAsync(job with { Texts = [texts with { Manifest = texts.Manifest with { Name = "../../client/private.jsonl" } }] }, ReasonCode.InvalidName);
        await AssertRefusedAsync(job with { Labels = ["a", "b"] }, ReasonCode.UnknownLabel);
        await AssertRefusedAsync(job with { Methods = [Comparison.NonPrivateDemos] }, ReasonCode.UnknownKind);
        await AssertRefusedAsync(job with { Client = new ClientId("client-2") }, ReasonCode.UnknownClient);
        await AssertRefusedAsync(job with { Task = new TaskId("other") }, ReasonCode.UnknownTask);
        await AssertRefusedAsync(job with { Model = "another" }, ReasonCode.ModelMismatch);
        await AssertRefusedAsync(job with { Deadline = _federation.Clock.GetUtcNow().AddSeconds(-1) }, ReasonCode.Late);

        Assert.Null(_federation.Folder.ReadEvaluation(SmallFederation.Round, 0));
    }

    [Fact]
    public async Task HandleAsync_StudentOfTheClient_IsTrainedAndThatOfTheJobIsNotOpened()
    {
        await using var federation = new SmallFederation(student: new StudentSection("bert", Epochs: 1, AugmentedEpochs: 1, MaximumTokens: 16));
        TinyEncoder.Write(Path.Combine(federation.Folder.Path, "bert"), ["the", "and", "please"]);
        await federation.AcceptDemosAsync();
        var progress = new RecordingProgress();
        TrainingJob job = federation.TrainingJob([], Comparison.PrivateOnly);
        job = job with { Training = job.Training with { Student = new StudentSection("/no/such/folder") } };

        await federation.Training().HandleAsync(job, progress, SmallFederation.Cancel);

        Assert.Single(federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!.Scores);
        Assert.Contains("start seed 0: fine-tune, Private only", progress.Lines);
    }

    [Fact]
    public async Task HandleAsync_JobThatNamesAStudent_TrainsTheClientsOwn()
    {
        await _federation.AcceptDemosAsync();
        var progress = new RecordingProgress();
        TrainingJob job = _federation.TrainingJob([], Comparison.PrivateOnly);

        await _federation.Training().HandleAsync(job with { Training = job.Training with { Student = new StudentSection("/no/such/folder") } }, progress, SmallFederation.Cancel);

        Assert.Single(_federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!.Scores);
        Assert.DoesNotContain(progress.Lines, line => line.Contains("fine-tune", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HandleAsync_NoReleaseOrOneThatHadItsTraining_IsRefused()
    {
        TrainingJob none = _federation.TrainingJob([], Comparison.PrivateOnly);
        await AssertRefusedAsync(none, ReasonCode.NotAllowed);
        await _federation.AcceptDemosAsync();
        await HandleAsync(none);

        await AssertRefusedAsync(none with { Id = JobId.Training(SmallFederation.Round, 1, SmallFederation.Client), Seed = 1 }, ReasonCode.NotAllowed);
    }

    [Fact]
    public async Task HandleAsync_FilterOfTheOrder_IsNotRead()
    {
        TrainingJob job = await JobAsync();

        await HandleAsync(job with { Augmentation = job.Augmentation with { ClientFilter = false } });

        Assert.NotNull(_federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!.ClientFilter);
    }

    [Fact]
    public async Task HandleAsync_FilterOffInTheSettings_CountsFromTheNextJobOn()
    {
        TrainingJob job = await JobAsync();
        _federation.Edit(settings => settings with { Policy = settings.Policy with { ClientFilter = false } });

        await HandleAsync(job);

        Assert.Null(_federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!.ClientFilter);
    }

    [Fact]
    public async Task HandleAsync_NothingToMeasureOn_EndsLikeAnyTrainingAndTheOwnerIsTold()
    {
        await _federation.AcceptDemosAsync();
        _federation.WriteTest([]);

        JobOutput output = await HandleAsync(_federation.TrainingJob([], Comparison.PrivateOnly));

        Assert.Equal(JobOutput.Nothing, output);
        Assert.Empty(_federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!.Scores);
        Assert.Contains("Nothing was measured", _federation.Notes(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private async Task<TrainingJob> JobAsync()
    {
        await _federation.AcceptDemosAsync();
        JobOutput written = await _federation.Augmentation().HandleAsync(_federation.AugmentationJob(Comparison.Fdkt), new RecordingProgress(), SmallFederation.Cancel);
        return _federation.TrainingJob(written.Texts, Methods);
    }

    private Task<JobOutput> HandleAsync(TrainingJob job) => _federation.Training().HandleAsync(job, new RecordingProgress(), SmallFederation.Cancel);

    private async Task AssertRefusedAsync(TrainingJob job, ReasonCode reason) => Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(() => HandleAsync(job))).Reason);
}

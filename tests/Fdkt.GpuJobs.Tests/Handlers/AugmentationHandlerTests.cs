using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Handlers;

public sealed class AugmentationHandlerTests : IAsyncDisposable
{
    private readonly SmallFederation _federation = new();

    [Fact]
    public async Task HandleAsync_SomeMethods_WritesWhatARunOnOneMachineWrites()
    {
        ArtifactReference demos = await _federation.AcceptDemosAsync();
        StoredArtifact pool = await _federation.Artifacts.ReadAsync(
            ArtifactPath.Demos(SmallFederation.Client, SmallFederation.Task, SmallFederation.Round, 0), demos, ArtifactLimits.Default, SmallFederation.Cancel);

        JobOutput output = await HandleAsync(Comparison.Fdkt, Comparison.RandomClassDemos);

        AugmentedTexts expected = await new AugmentationStage(SampleRound.Model, null, SampleRound.Inputs.Labels, SampleRound.Inputs.Domain, SampleRound.Augmentation, new RecordingProgress())
            .RunAsync(Comparison.Fdkt, LabelNumbers.Number(pool.Dataset.Rows, SampleRound.Inputs.Labels), 0, "title", SmallFederation.Cancel);
        Assert.Equal([Comparison.Fdkt, Comparison.RandomClassDemos], output.Texts.Select(texts => texts.Method));
        StoredArtifact written = await ReadAsync(output, Comparison.Fdkt);
        Assert.Equal(LabelNumbers.Name(expected.Texts, SampleRound.Inputs.Labels), written.Dataset.Rows);
        Assert.Equal(pool.Manifest.Statements, written.Manifest.Statements);
        Assert.Null(written.Manifest.Client);
        Assert.Equal(expected.Stages.Select(stage => (stage.Name, stage.In, stage.Kept)), output.Stages.Select(stage => (stage.Name, stage.In, stage.Kept)));
    }

    [Theory]
    [InlineData(Comparison.ZeroShot, false)]
    [InlineData(Comparison.ZeroShot, true)]
    [InlineData(Comparison.Fdkt, false)]
    [InlineData(Comparison.Fdkt, true)]
    public async Task HandleAsync_CrashAfterAMethod_TheNextOneWritesOnlyWhatIsMissing(Comparison method, bool stored)
    {
        await _federation.AcceptDemosAsync();
        await Assert.ThrowsAsync<SimulatedCrashException>(() => _federation.Augmentation((reached, isStored) => _ = (reached, isStored) == (method, stored) ? throw new SimulatedCrashException() : 0)
            .HandleAsync(Job(Comparison.ZeroShot, Comparison.Fdkt), new RecordingProgress(), SmallFederation.Cancel));
        var progress = new RecordingProgress();

        JobOutput output = await _federation.Augmentation().HandleAsync(Job(Comparison.ZeroShot, Comparison.Fdkt), progress, SmallFederation.Cancel);

        Assert.Equal([Comparison.ZeroShot, Comparison.Fdkt], output.Texts.Select(texts => texts.Method));
        Assert.DoesNotContain(progress.Lines, line => line.StartsWith("start", StringComparison.Ordinal) && line.EndsWith("Zero-shot", StringComparison.Ordinal));
        Assert.Equal(method == Comparison.Fdkt, !progress.Lines.Any(line => line.StartsWith("start", StringComparison.Ordinal)));
        Assert.NotEmpty(output.Stages);
    }

    [Fact]
    public async Task HandleAsync_AnotherWorkerStoredIt_TakesWhatIsThere()
    {
        await _federation.AcceptDemosAsync();
        JobOutput first = await HandleAsync(Comparison.Fdkt);
        Directory.Delete(_federation.WorkPath, recursive: true);

        JobOutput second = await HandleAsync(Comparison.Fdkt);

        Assert.Equal(first.Texts, second.Texts);
        Assert.False(Directory.Exists(_federation.WorkPath));
    }

    [Theory]
    [InlineData(Comparison.NonPrivateDemos)]
    [InlineData(Comparison.PrivateOnly)]
    public async Task HandleAsync_AMethodThatIsNotTheServers_IsRefused(Comparison method)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => HandleAsync(Comparison.Fdkt, method));

        Assert.Equal(ReasonCode.UnknownKind, refused.Reason);
    }

    [Fact]
    public async Task HandleAsync_NoPool_IsRefused() => Assert.Equal(ReasonCode.MissingArtifact, (await Assert.ThrowsAsync<RefusedException>(() => HandleAsync(Comparison.Fdkt))).Reason);

    [Fact]
    public async Task HandleAsync_PoolOfOtherBytes_IsRefused()
    {
        ArtifactReference demos = (await _federation.Synthesis().HandleAsync(_federation.SynthesisJob(), new RecordingProgress(), SmallFederation.Cancel)).Demos!;
        await _federation.PoolAsync(new DemoSource(SmallFederation.Client, demos with { Sha256 = new string('0', 64) }, null));

        Assert.Equal(ReasonCode.ContentMismatch, (await Assert.ThrowsAsync<RefusedException>(() => HandleAsync(Comparison.Fdkt))).Reason);
    }

    [Fact]
    public async Task HandleAsync_DemosOfOtherLabels_AreRefused()
    {
        await _federation.AcceptDemosAsync();

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => _federation.Augmentation()
            .HandleAsync(Job(Comparison.Fdkt) with { Labels = ["a", "b"] }, new RecordingProgress(), SmallFederation.Cancel));

        Assert.Equal(ReasonCode.UnknownLabel, refused.Reason);
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private AugmentationJob Job(params Comparison[] methods) => _federation.AugmentationJob(methods);

    private Task<JobOutput> HandleAsync(params Comparison[] methods) => _federation.Augmentation().HandleAsync(Job(methods), new RecordingProgress(), SmallFederation.Cancel);

    private Task<StoredArtifact> ReadAsync(JobOutput output, Comparison method) => _federation.Artifacts.ReadAsync(
        ArtifactPath.Augmented(SmallFederation.Task, SmallFederation.Round, 0, method), output.Texts.Single(texts => texts.Method == method).Manifest, ArtifactLimits.Default, SmallFederation.Cancel);
}

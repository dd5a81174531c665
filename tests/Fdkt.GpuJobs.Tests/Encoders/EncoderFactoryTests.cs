using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Encoders;
using Fdkt.GpuJobs.Handlers;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Encoders;

namespace Fdkt.GpuJobs.Tests.Encoders;

public sealed class EncoderFactoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Of_BuiltIn_IsTheOneThatTheProcessSharesAndNobodyDisposes()
    {
        ITextEncoder encoder = Of(new EncoderSection());

        EncoderFactory.Release(encoder);

        Assert.Same(encoder, Of(new EncoderSection()));
        Assert.Equal(BuiltInEncoder.Hash, encoder.Hash);
    }

    [Fact]
    public async Task Of_Checkpoint_IsItsMeanState()
    {
        TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), ["goal", "bank"]);

        ITextEncoder encoder = Of(EncoderFactory.OfFolder(Path.Combine(_folder.Path, "bert")));
        float[][] states = await encoder.EncodeAsync(["goal"], EncodingMode.Independent, TestContext.Current.CancellationToken);

        Assert.IsType<CheckpointEncoder>(encoder);
        Assert.Equal(encoder.Dimension, states[0].Length);
        EncoderFactory.Release(encoder);
    }

    [Fact]
    public void Of_Trained_TakesTheWordVectorsOfThePublicModel()
    {
        var words = new TextEncoder(["goal"], [1, 0], [0, 0]);

        Assert.Equal(2, EncoderFactory.Of(new EncoderSection(EncoderKind.Trained), _folder.Path, words, null, TestContext.Current.CancellationToken).Dimension);
        Assert.Throws<EncoderException>(() => Of(new EncoderSection(EncoderKind.Trained)));
    }

    [Fact]
    public void Of_EndpointOnAClient_SaysWhatToTake() =>
        Assert.Contains("builtIn, onnx or checkpoint", Assert.Throws<EncoderException>(() => Of(new EncoderSection(EncoderKind.Endpoint))).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_FolderThatIsNotThere_NamesIt() =>
        Assert.Contains(_folder.Path, Assert.Throws<EncoderException>(() => Of(new EncoderSection(EncoderKind.Onnx, "none"))).Message, StringComparison.Ordinal);

    [Fact]
    public void OfFolder_NeitherKind_SaysSo() => Assert.Contains("neither", Assert.Throws<EncoderException>(() => EncoderFactory.OfFolder(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void RequireEncoder_JobForAnother_IsRefusedWithAReason()
    {
        var encoder = new WordVectorEncoder(new TextEncoder(["goal"], [1, 0], [0, 0]));
        var job = new AugmentationJob(
            Job.CurrentSchemaVersion, new JobId("j"), new RoundId("r"), new TaskId("t"), 0, ["a", "b"], "text", "model", DateTimeOffset.UnixEpoch, new AugmentationSection(), [Comparison.Fdkt]);

        WorkerModel.RequireEncoder(job, encoder);
        WorkerModel.RequireEncoder(job with { Encoder = encoder.Hash }, encoder);
        RefusedException refused = Assert.Throws<RefusedException>(() => WorkerModel.RequireEncoder(job with { Encoder = BuiltInEncoder.Hash }, encoder));

        Assert.Equal(ReasonCode.EncoderMismatch, refused.Reason);
    }

    public void Dispose() => _folder.Dispose();

    private ITextEncoder Of(EncoderSection setting) => EncoderFactory.Of(setting, _folder.Path, null, null, TestContext.Current.CancellationToken);
}

using Fdkt.Learning.Models;
using Fdkt.Learning.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Models;

public sealed class DecoderPassTests
{
    [Theory]
    [InlineData(true, 4, 5, 2, ScalarType.Float64, 1e-10)]
    [InlineData(true, 2, 5, 2, ScalarType.Float64, 1e-10)]
    [InlineData(false, 1, 5, 3, ScalarType.Float64, 1e-10)]
    [InlineData(true, 2, 0, 0, ScalarType.Float64, 1e-10)]
    [InlineData(false, 2, 5, 2, ScalarType.Float32, 1e-4)]
    public void Run_AnyShape_GivesTheGradientOfAutograd(bool tied, int keyValueHeads, int conditioning, int prefix, ScalarType dtype, double tolerance)
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(tied, keyValueHeads, conditioning, prefix), dtype);
        using Tensor tokens = TokenBatch.Pad(DecoderSamples.Texts(5, 9, 23, 1), 24);
        using Tensor? codes = DecoderSamples.Conditioning(model, 5);
        using var pass = new DecoderPass(model);
        using var sink = new FlatGradient(model);

        (double loss, long predicted) = pass.Run(tokens, codes, sink);

        using Tensor expected = DecoderSamples.AutogradGradient(model, tokens, codes);
        using Tensor expectedLoss = model.Loss(tokens, codes).sum().to(ScalarType.Float64);
        Assert.Equal(expectedLoss.item<double>(), loss, 1e-3);
        Assert.Equal(tokens.narrow(1, 1, tokens.shape[1] - 1).ge(0).sum().item<long>(), predicted);
        Assert.InRange(DecoderSamples.RelativeError(sink.Values, expected), 0, tolerance);
    }

    [Theory]
    [InlineData("llama", 5, false)]
    [InlineData("llama-biases", 0, false)]
    [InlineData("qwen2", 5, false)]
    [InlineData("gpt2", 0, false)]
    [InlineData("gpt2", 5, false)]
    [InlineData("gpt2-untied", 0, false)]
    [InlineData("llama", 0, true)]
    [InlineData("gpt2", 5, true)]
    public void Run_EveryFamily_GivesTheGradientOfAutograd(string family, int conditioning, bool recomputes)
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family(family, conditioning));
        using Tensor tokens = TokenBatch.Pad(DecoderSamples.Texts(5, 9, 23, 1), 24);
        using Tensor? codes = DecoderSamples.Conditioning(model, 5);
        using var pass = new DecoderPass(model, recomputes: recomputes);
        using var sink = new FlatGradient(model);

        pass.Run(tokens, codes, sink);

        using Tensor expected = DecoderSamples.AutogradGradient(model, tokens, codes);
        Assert.InRange(DecoderSamples.RelativeError(sink.Values, expected), 0, 1e-10);
    }

    [Fact]
    public void Run_Recomputing_LeavesNoTensorBehind()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("gpt2"), ScalarType.Float32);
        using var pass = new DecoderPass(model, recomputes: true);
        using var sink = new FlatGradient(model);
        long before = 0;
        for (int i = 0; i < 6; i++)
        {
            before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            using Tensor tokens = TokenBatch.Pad(DecoderSamples.Texts(4, 9, 23, i), 24);
            pass.Run(tokens, null, sink);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_ManySteps_LeavesNoTensorBehind()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        using var pass = new DecoderPass(model);
        using var sink = new FlatGradient(model);
        long before = 0;
        for (int i = 0; i < 30; i++)
        {
            using (Tensor tokens = TokenBatch.Pad(DecoderSamples.Texts(2 + i % 4, 5 + i % 11, 23, i), 24))
            using (Tensor? codes = DecoderSamples.Conditioning(model, (int)tokens.shape[0]))
            {
                pass.Run(tokens, codes, sink);
            }

            if (i == 4)
            {
                before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}

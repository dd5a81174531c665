using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>What a pass leaves behind: nothing that a later one could count again.</summary>
public sealed class RecordGradientsStateTests
{
    private const double ClipNorm = 0.5;
    private static readonly int[] Labels = [0, 1, 2, 0];

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void Begin_AfterAPassThatWasBrokenOff_ForgetsIt(TrainableScope scope)
    {
        int[][] texts = DecoderSamples.Texts(4, 9, 23, 3);
        using PrivateSample once = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float64);
        once.Run(texts, Labels, ClipNorm);
        using Tensor expected = once.Sum();
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float64);
        using var pass = new DecoderPass(sample.Model, sample.Parameters.Adapters);
        using var gradients = new RecordGradients(sample.Parameters);

        // Of another number of rows and with other texts, so that what is left of it would be seen.
        Run(sample, pass, gradients, [[1, 2, 3], [4, 5, 6, 7]], [2, 2]);
        Run(sample, pass, gradients, texts, Labels);
        using (Tensor mask = ones([4]))
        {
            gradients.AddClipped(ClipNorm, mask);
        }

        using Tensor found = sample.Sum();
        Assert.InRange(DecoderSamples.RelativeError(found, expected), 0, 1e-12);
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void Dispose_AfterAPassThatWasBrokenOff_LeavesNoTensorBehind(TrainableScope scope)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float32);
        using var pass = new DecoderPass(sample.Model, sample.Parameters.Adapters);
        long before = 0;
        for (int i = 0; i < 3; i++)
        {
            var gradients = new RecordGradients(sample.Parameters);
            Run(sample, pass, gradients, [[1, 2, 3], [4, 5, 6, 7]], [2, 2]);
            gradients.Dispose();
            if (i == 0)
            {
                before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Squares_OutsideOfAPass_AreNotThere()
    {
        using PrivateSample sample = PrivateSample.Create(TrainableScope.Full, DecoderSamples.Config(), ScalarType.Float32);
        using var pass = new DecoderPass(sample.Model, sample.Parameters.Adapters);
        using var gradients = new RecordGradients(sample.Parameters);
        Assert.Throws<InvalidOperationException>(() => gradients.Squares);

        Run(sample, pass, gradients, [[1, 2, 3]], [0]);
        Assert.Equal([1], gradients.Squares.shape);
        Assert.NotEmpty(gradients.Kept);
        using (Tensor mask = ones([1]))
        {
            gradients.AddClipped(ClipNorm, mask);
        }

        Assert.Throws<InvalidOperationException>(() => gradients.Squares);
        Assert.Empty(gradients.Kept);
    }

    // Three positions take the ghost identity in layers of 16 × 24, twenty take the formed gradients.
    [Theory]
    [InlineData(3, true)]
    [InlineData(20, false)]
    public void Linear_ShortOrLongTexts_KeepsPairsOrGradients(int length, bool pairs)
    {
        using PrivateSample sample = PrivateSample.Create(TrainableScope.Full, DecoderSamples.Config(), ScalarType.Float32);
        using var gradients = new RecordGradients(sample.Parameters);
        using var scope = NewDisposeScope();
        gradients.Begin(zeros([2], ScalarType.Int64));

        gradients.Linear(sample.Model.Layout.Layers[0].Up, ones([2 * length, 16]), ones([2 * length, 24]), 2);

        Assert.Equal(pairs, Assert.Single(gradients.Kept) is KeptPairs);
        Assert.Equal(!pairs, gradients.Kept[0] is KeptGradients);
    }

    private static void Run(PrivateSample sample, DecoderPass pass, RecordGradients gradients, int[][] texts, int[] labels)
    {
        using var scope = NewDisposeScope();
        Tensor rows = tensor(labels.Select(label => (long)label).ToArray());
        gradients.Begin(rows);
        pass.Run(TokenBatch.Pad(texts, sample.Model.Config.MaximumLength), sample.Parameters.ConditioningOf(rows), gradients);
    }
}

using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

public sealed class RecordGradientsTests
{
    public static TheoryData<TrainableScope, bool, int, int, int> Shapes()
    {
        var data = new TheoryData<TrainableScope, bool, int, int, int>();
        foreach (TrainableScope scope in Enum.GetValues<TrainableScope>())
        {
            // Short texts take the ghost identity in most layers, long ones the instantiated gradients.
            data.Add(scope, true, 4, 5, 3);
            data.Add(scope, true, 2, 5, 9);
            data.Add(scope, false, 1, 5, 22);
        }

        data.Add(TrainableScope.Full, true, 2, 0, 6);
        data.Add(TrainableScope.Full, false, 2, 0, 20);
        data.Add(TrainableScope.LowRank, false, 2, 0, 3);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AddClipped_DoublePrecision_EqualsOneRecordAtATime(TrainableScope scope, bool tied, int keyValueHeads, int conditioning, int longest) =>
        Compare(scope, tied, keyValueHeads, conditioning, longest, ScalarType.Float64, 1e-10);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AddClipped_SinglePrecision_EqualsOneRecordAtATime(TrainableScope scope, bool tied, int keyValueHeads, int conditioning, int longest) =>
        Compare(scope, tied, keyValueHeads, conditioning, longest, ScalarType.Float32, 1e-4);

    private static void Compare(TrainableScope scope, bool tied, int keyValueHeads, int conditioning, int longest, ScalarType dtype, double tolerance)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(tied, keyValueHeads, conditioning, conditioning == 0 ? 0 : 2), dtype);
        int[][] texts = DecoderSamples.Texts(6, longest, 23, 3);
        texts[2] = [4, 4, 4];
        int[] labels = [0, 1, 2, 0, 1, 1];
        (_, double[] norms) = OneRecordAtATime.Clipped(sample.Parameters, texts, labels, 1);
        // The median, so that some records are clipped and some are not.
        double clipNorm = norms.Order().ElementAt(3) * 1.01;
        (Tensor expected, _) = OneRecordAtATime.Clipped(sample.Parameters, texts, labels, clipNorm);

        double[] actualNorms = sample.Run(texts, labels, clipNorm);

        using Tensor actual = sample.Sum();
        Assert.InRange(DecoderSamples.RelativeError(actual, expected), 0, tolerance > 1e-5 ? tolerance : 2e-6);
        for (int i = 0; i < norms.Length; i++)
        {
            Assert.InRange(Math.Abs(actualNorms[i] / norms[i] - 1), 0, tolerance);
        }

        expected.Dispose();
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void AddClipped_MaskedRows_AddExactlyNothing(TrainableScope scope)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float32);
        int[][] texts = DecoderSamples.Texts(4, 9, 23, 3);

        sample.Run(texts, [0, 1, 2, 0], 0.5, mask: [0, 0, 0, 0]);

        using Tensor sum = sample.Sum();
        Assert.Equal(0, sum.abs().max().item<float>());
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void AddClipped_OneRecordMore_ChangesTheSumByAtMostTheClipNorm(TrainableScope scope)
    {
        const double clipNorm = 0.25;
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float32);
        int[][] texts = DecoderSamples.Texts(5, 20, 23, 3);
        int[][] extra = [[], [3], [4, 4], [.. Enumerable.Range(0, 400).Select(i => i % 23)], texts[1]];
        sample.Run(texts, [0, 1, 2, 0, 1], clipNorm);
        using Tensor without = sample.Sum().to(ScalarType.Float64);

        foreach (int[] text in extra)
        {
            sample.Parameters.ZeroGradients();
            sample.Run([.. texts, text], [0, 1, 2, 0, 1, 2], clipNorm);

            using Tensor with = sample.Sum().to(ScalarType.Float64);
            double change = with.sub(without).norm().item<double>();
            // Sums of float32 are rounded at the sixth digit or so.
            Assert.InRange(change, 0, clipNorm * (1 + 1e-5));
            Assert.True(text.Length < 2 ? change < 1e-5 : change > clipNorm * 0.9);
        }
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void AddClipped_RecordThatIsNotFinite_CountsAsZero(TrainableScope scope)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(tied: false), ScalarType.Float32);
        int[][] texts = [[1, 2, 3], [4, 22, 5, 6], [7, 8, 9, 10]];
        using (no_grad())
        {
            sample.Model.Named(sample.Model.Layout.Embedding)[22].fill_(float.NaN);
        }

        sample.Run([texts[0], texts[2]], [0, 2], 0.5);
        using Tensor expected = sample.Sum();
        sample.Parameters.ZeroGradients();

        double[] norms = sample.Run(texts, [0, 1, 2], 0.5);

        using Tensor actual = sample.Sum();
        Assert.False(double.IsFinite(norms[1]));
        Assert.True(actual.isfinite().all().item<bool>());
        Assert.InRange(DecoderSamples.RelativeError(actual, expected), 0, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AddClipped_OtherPhysicalBatches_GiveTheSameSum(int size)
    {
        using PrivateSample sample = PrivateSample.Create(TrainableScope.Full, DecoderSamples.Config(), ScalarType.Float32);
        int[][] texts = DecoderSamples.Texts(7, 12, 23, 3);
        int[] labels = [0, 1, 2, 0, 1, 2, 0];
        sample.Run(texts, labels, 0.5);
        using Tensor expected = sample.Sum();
        sample.Parameters.ZeroGradients();

        for (int first = 0; first < 7; first += size)
        {
            sample.Run(texts[first..Math.Min(7, first + size)], labels[first..Math.Min(7, first + size)], 0.5);
        }

        using Tensor actual = sample.Sum();
        Assert.InRange(DecoderSamples.RelativeError(actual, expected), 0, 1e-5);
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void AddClipped_HundredSteps_LeavesNoTensorBehind(TrainableScope scope)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float32);
        long before = 0;
        for (int i = 0; i < 100; i++)
        {
            sample.Run(DecoderSamples.Texts(2 + i % 4, 5 + i % 11, 23, i), [.. Enumerable.Repeat(1, 2 + i % 4)], 0.5);
            if (i == 4)
            {
                before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}

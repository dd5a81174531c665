using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>Private training of every family: norms, sums, 16-bit weights, physical batches.</summary>
public sealed class FamilyGradientsTests
{
    private static readonly int[] Labels = [0, 1, 2, 0, 1, 1];

    public static TheoryData<string, TrainableScope, int, int> Shapes()
    {
        var data = new TheoryData<string, TrainableScope, int, int>();
        foreach (string family in (string[])["llama", "llama-biases", "qwen2", "gpt2", "gpt2-untied"])
        {
            // Short texts take the ghost identity in most layers, long ones the instantiated gradients.
            data.Add(family, TrainableScope.LowRank, 0, 4);
            data.Add(family, TrainableScope.LowRank, 5, 20);
            data.Add(family, TrainableScope.Full, 0, 4);
            data.Add(family, TrainableScope.Full, 5, 20);
            data.Add(family, TrainableScope.ClassPrompts, 5, 9);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AddClipped_DoublePrecision_EqualsOneRecordAtATime(string family, TrainableScope scope, int conditioning, int longest) =>
        Compare(family, scope, conditioning, longest, ScalarType.Float64, 1e-10, recomputes: false);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AddClipped_SinglePrecisionRecomputed_EqualsOneRecordAtATime(string family, TrainableScope scope, int conditioning, int longest) =>
        Compare(family, scope, conditioning, longest, ScalarType.Float32, 1e-4, recomputes: true);

    [Theory]
    [InlineData("llama", TrainableScope.LowRank)]
    [InlineData("llama", TrainableScope.Full)]
    [InlineData("qwen2", TrainableScope.Full)]
    [InlineData("gpt2", TrainableScope.LowRank)]
    [InlineData("gpt2", TrainableScope.Full)]
    [InlineData("gpt2", TrainableScope.ClassPrompts)]
    public void AddClipped_SixteenBitWeights_ClipsAndSumsInSinglePrecision(string family, TrainableScope scope)
    {
        const double clipNorm = 0.25;
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Family(family, 5), ScalarType.BFloat16);
        int[][] texts = DecoderSamples.Texts(6, 12, 23, 3);
        sample.Run(texts[..5], Labels[..5], clipNorm);
        // Joining a single vector gives the vector itself.
        using Tensor without = sample.Sum().clone();
        sample.Parameters.ZeroGradients();

        sample.Run(texts, Labels, clipNorm);

        using Tensor with = sample.Sum();
        using Tensor change = with.to(ScalarType.Float64).sub(without.to(ScalarType.Float64));
        Assert.Equal(ScalarType.Float32, with.dtype);
        // The bound of float32 holds although activations are rounded at the third digit.
        Assert.InRange(change.norm().item<double>(), clipNorm * 0.9, clipNorm * (1 + 1e-5));
    }

    [Theory]
    [InlineData("llama", TrainableScope.LowRank)]
    [InlineData("gpt2", TrainableScope.Full)]
    public void AddClipped_SixteenBitWeights_NormsComeNearThoseOfDoublePrecision(string family, TrainableScope scope)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Family(family, 5), ScalarType.BFloat16);
        using PrivateSample reference = PrivateSample.Create(scope, DecoderSamples.Family(family, 5), ScalarType.Float64);
        using (no_grad())
        {
            reference.Model.Flat.copy_(sample.Model.Flat);
            reference.Parameters.Extra.copy_(sample.Parameters.Extra);
        }

        int[][] texts = DecoderSamples.Texts(6, 12, 23, 3);
        double[] actual = sample.Run(texts, Labels, 1);
        double[] expected = reference.Run(texts, Labels, 1);

        Assert.All(actual.Zip(expected), pair => Assert.InRange(pair.First / pair.Second, 0.9, 1.1));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    [InlineData("gpt2")]
    public void Train_OtherPhysicalBatches_SameModelAndSameGuarantee(string family)
    {
        var plan = new PrivacyPlan(60, 20, 1.1, 0.5, 4, 1e-4);
        using DecoderModel small = Trained(family, plan, 3, recomputes: false);
        using DecoderModel large = Trained(family, plan, 64, recomputes: true);

        // The same coins and the same noise: what is left is the order of summation.
        Assert.InRange(DecoderSamples.RelativeError(small.Flat, large.Flat), 0, 1e-4);
    }

    [Theory]
    [InlineData(AdapterTargets.Query | AdapterTargets.Value, 2 * ((4 * (16 + 16)) + (4 * (16 + 8))))]
    [InlineData(AdapterTargets.Down, 2 * 4 * (16 + 24))]
    public void Extra_AdaptersOnSomeLayers_HoldsTheirValuesOnly(AdapterTargets targets, int values)
    {
        using PrivateSample sample = PrivateSample.Create(TrainableScope.LowRank, DecoderSamples.Family("qwen2"), ScalarType.Float32, targets: targets);

        Assert.Equal(values, sample.Parameters.Extra.numel());
    }

    [Fact]
    public void Train_SixteenBitModelInFull_TakesStepsSmallerThanItsResolution()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("gpt2"), ScalarType.BFloat16);
        using Tensor before = model.Flat.to(ScalarType.Float32);
        PrivateRecord[] records = [.. Enumerable.Range(0, 40).Select(i => new PrivateRecord([1, 5 + (i % 3), 9 + (i % 3), 2], 0))];
        // Each step moves a value by about 1e-4 of itself, far under the 2^-9 of a bfloat16; forty of them add up.
        var options = new DpTrainingOptions { Scope = TrainableScope.Full, Optimizer = DpOptimizerKind.Adam, LearningRate = 2e-4 };

        DpTrainer.Train(
            model, records, [[]], new PrivacyPlan(40, 20, 0.01, 1, 40, 1e-3), options, new CountingSource(1), null, null, null, TestContext.Current.CancellationToken);

        using Tensor changed = model.Flat.to(ScalarType.Float32).ne(before).to(ScalarType.Float32).mean();
        Assert.InRange(changed.item<float>(), 0.3f, 1f);
    }

    [Fact]
    public void Train_Float16Model_IsRefused()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("gpt2"), ScalarType.Float16);
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1, 2], 0), 20)];

        ArgumentException error = Assert.Throws<ArgumentException>(() => DpTrainer.Train(
            model, records, [[]], new PrivacyPlan(20, 5, 1, 1, 3, 1e-3), new DpTrainingOptions { Scope = TrainableScope.Full }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("bfloat16", error.Message, StringComparison.Ordinal);
    }

    private static DecoderModel Trained(string family, PrivacyPlan plan, int physicalBatch, bool recomputes)
    {
        DecoderModel model = DecoderSamples.Model(DecoderSamples.Family(family), ScalarType.Float32);
        PrivateRecord[] records = [.. DecoderSamples.Texts(60, 12, 23, 5).Select(text => new PrivateRecord(text, 0))];
        var options = new DpTrainingOptions
        {
            Scope = TrainableScope.LowRank,
            Optimizer = DpOptimizerKind.Sgd,
            LearningRate = 0.1,
            PhysicalBatchSize = physicalBatch,
            GradientCheckpointing = recomputes,
        };
        DpTrainer.Train(model, records, [[]], plan, options, new CountingSource(9), null, null, null, TestContext.Current.CancellationToken);
        return model;
    }

    private static void Compare(string family, TrainableScope scope, int conditioning, int longest, ScalarType dtype, double tolerance, bool recomputes)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Family(family, conditioning), dtype, recomputes);
        int[][] texts = DecoderSamples.Texts(6, longest, 23, 3);
        texts[2] = [4, 4, 4];
        (_, double[] norms) = OneRecordAtATime.Clipped(sample.Parameters, texts, Labels, 1);
        // The median, so that some records are clipped and some are not.
        double clipNorm = norms.Order().ElementAt(3) * 1.01;
        (Tensor expected, _) = OneRecordAtATime.Clipped(sample.Parameters, texts, Labels, clipNorm);

        double[] actualNorms = sample.Run(texts, Labels, clipNorm);

        using Tensor actual = sample.Sum();
        Assert.InRange(DecoderSamples.RelativeError(actual, expected), 0, Math.Max(tolerance, 2e-6));
        for (int i = 0; i < norms.Length; i++)
        {
            Assert.InRange(Math.Abs((actualNorms[i] / norms[i]) - 1), 0, tolerance);
        }

        expected.Dispose();
    }
}

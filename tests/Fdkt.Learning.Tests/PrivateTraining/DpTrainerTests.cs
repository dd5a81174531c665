using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

public sealed class DpTrainerTests
{
    private static readonly DpTrainingOptions Plain = new() { Optimizer = DpOptimizerKind.Sgd, Momentum = 0, LearningRate = 1 };

    [Theory]
    [InlineData(1, GradientNoise.Gaussian)]
    [InlineData(7, GradientNoise.Gaussian)]
    [InlineData(7, GradientNoise.Discrete)]
    public void Train_RecordsWithoutGradient_MovesByNoiseOfThePlan(int physicalBatchSize, GradientNoise noise)
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        using Tensor before = model.Flat.clone();
        var plan = new PrivacyPlan(40, 10, 1.5, 0.4, 1, 1e-3) { Noise = noise };
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1], 0), 40)];

        DpTrainer.Train(
            model, records, Prompts(), plan, Plain with { Scope = TrainableScope.Full, PhysicalBatchSize = physicalBatchSize }, cancellationToken: TestContext.Current.CancellationToken);

        using Tensor change = model.Flat.sub(before);
        double deviation = change.std().item<float>();
        // 7,000 draws: the estimate has a standard error under 1 %.
        Assert.InRange(deviation / plan.NoiseStandardDeviationOnMean, 0.95, 1.05);
        Assert.InRange(Math.Abs(change.mean().item<float>()), 0, 5 * deviation / Math.Sqrt(model.Config.ParameterCount));
    }

    [Fact]
    public void Train_DiscreteNoise_MovesEveryValueByWholeStepsOfTheGrid()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        var plan = new PrivacyPlan(40, 10, 1.5, 0.4, 1, 1e-3) { Noise = GradientNoise.Discrete };
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1], 0), 40)];
        float[][] prompts = [.. Prompts().Select(prompt => new float[prompt.Length])]; // from zero, so that a change is read off without rounding

        DpTrainingResult result = DpTrainer.Train(model, records, prompts, plan, Plain, cancellationToken: TestContext.Current.CancellationToken);

        double step = plan.CreateDiscreteNoise(result.TrainedValues, CryptographicRandomSource.Shared).Step;
        double[] steps = [.. result.ClassPrompts.SelectMany(prompt => prompt).Select(value => value * plan.ExpectedBatchSize / step)];
        Assert.All(steps, moved => Assert.Equal(Math.Round(moved), moved, 1e-2 + (1e-6 * Math.Abs(moved))));
        Assert.True(steps.Distinct().Count() > steps.Length / 2);
    }

    [Fact]
    public void Train_BatchesMostlyEmpty_StillTakesEveryNoisyStep()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        var plan = new PrivacyPlan(2000, 1, 1.5, 0.4, 5, 1e-5);
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1, 2], 0), 2000)];
        var steps = new List<int>();

        DpTrainingResult result = DpTrainer.Train(
            model, records, Prompts(), plan, Plain, new Collector(steps), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5], steps);
        Assert.All(result.ClassPrompts.Zip(Prompts()), p => Assert.All(p.First.Zip(p.Second), v => Assert.NotEqual(v.First, v.Second)));
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts, DpOptimizerKind.Adam, 0.3)]
    [InlineData(TrainableScope.LowRank, DpOptimizerKind.Adam, 0.02)]
    [InlineData(TrainableScope.Full, DpOptimizerKind.Sgd, 0.3)]
    public void Train_LittleNoise_LowersTheLoss(TrainableScope scope, DpOptimizerKind kind, double rate)
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        var plan = new PrivacyPlan(60, 20, 0.01, 1, 40, 1e-3);
        PrivateRecord[] records = [.. Enumerable.Range(0, 60).Select(i => new PrivateRecord([1, 5 + i % 3, 9 + i % 3, 2], i % 3))];
        double before = Loss(model, records, Prompts());

        DpTrainingResult result = DpTrainer.Train(
            model, records, Prompts(), plan, Plain with { Scope = scope, Optimizer = kind, LearningRate = rate, Momentum = 0.9, PhysicalBatchSize = 8 },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(Loss(model, records, result.ClassPrompts) / before, 0, scope == TrainableScope.ClassPrompts ? 0.93 : 0.8);
    }

    [Fact]
    public void Train_ClassPromptScope_LeavesTheModelAlone()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        using Tensor before = model.Flat.clone();
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1, 2, 3], 1), 20)];

        DpTrainingResult result = DpTrainer.Train(
            model, records, Prompts(), new PrivacyPlan(20, 5, 1, 1, 3, 1e-3), Plain, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, DecoderSamples.RelativeError(model.Flat, before));
        Assert.Equal(15, result.TrainedValues);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    public void Train_RecordsOfAnotherNumberThanThePlan_TakesThePlansSteps(int records)
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);

        DpTrainingResult result = DpTrainer.Train(
            model, [.. Enumerable.Repeat(new PrivateRecord([1, 2], 0), records)], Prompts(), new PrivacyPlan(20, 5, 1, 1, 3, 1e-3), Plain, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(3, result.Steps);
    }

    [Fact]
    public void Train_LabelWithoutPrompt_ThrowsWithoutNamingTheRecord()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1, 2, 3], 17), 20)];

        ArgumentException error = Assert.Throws<ArgumentException>(() => DpTrainer.Train(
            model, records, Prompts(), new PrivacyPlan(20, 5, 1, 1, 3, 1e-3), Plain, cancellationToken: TestContext.Current.CancellationToken));

        Assert.DoesNotContain("17", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TwoRuns_LeaveNoTensorBehind()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1, 2, 3], 1), 20)];
        var plan = new PrivacyPlan(20, 5, 1, 1, 7, 1e-3);
        long before = 0;

        for (int run = 0; run < 3; run++)
        {
            before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            DpTrainer.Train(model, records, Prompts(), plan, Plain with { Scope = TrainableScope.LowRank }, cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static float[][] Prompts() => DecoderSamples.Codes(3, 5, 8);

    private static double Loss(DecoderModel model, PrivateRecord[] records, IReadOnlyList<float[]> prompts)
    {
        using var scope = NewDisposeScope();
        Tensor tokens = TokenBatch.Pad([.. records.Select(r => r.Tokens)], 24);
        return model.Loss(tokens, TokenBatch.Conditioning([.. records.Select(r => prompts[r.Label])])).mean().item<float>();
    }

    private sealed class Collector(List<int> steps) : IProgress<DpTrainingProgress>
    {
        public void Report(DpTrainingProgress value) => steps.Add(value.Step);
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

public sealed class ClippingDetailTests
{
    static ClippingDetailTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(TrainableScope.ClassPrompts, 0.25)]
    [InlineData(TrainableScope.LowRank, 1e-3)]
    [InlineData(TrainableScope.Full, 0.25)]
    public void AddClipped_OneRecordInDoublePrecision_StaysBelowTheClipNormAndCloseToIt(TrainableScope scope, double clipNorm)
    {
        using PrivateSample sample = PrivateSample.Create(scope, DecoderSamples.Config(), ScalarType.Float64);

        sample.Run([[1, 2, 3, 4, 5]], [0], clipNorm);

        using Tensor sum = sample.Sum();
        Assert.InRange(sum.norm().item<double>(), clipNorm * (1 - 3e-6), clipNorm);
    }

    [Theory]
    [InlineData(6, 20, 20, true)]
    [InlineData(7, 20, 20, false)] // as dear either way
    [InlineData(8, 20, 20, false)]
    [InlineData(1, 2, 100, true)]
    [InlineData(2, 2, 100, false)]
    public void PrefersGhost_CountsOfWork_AreCompared(long positions, long inputs, long outputs, bool expected) => Assert.Equal(expected, LayerNorms.PrefersGhost(positions, inputs, outputs));

    // Short and long texts take different paths: whole, and cut in two halves.
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(130)]
    public void Ghost_AnyLength_IsTheSquaredNormOfTheGradient(int length)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        Tensor x = randn([3, length, 4], ScalarType.Float64), g = randn([3, length, 6], ScalarType.Float64);
        Tensor expected = g.transpose(1, 2).bmm(x).pow(2).sum([1L, 2L]);

        using GramBlocks inputs = GramBlocks.Of(x), gradients = GramBlocks.Of(g);

        AssertClose(expected, LayerNorms.Ghost(inputs, gradients));
        AssertClose(x.pow(2).sum(2), inputs.Diagonal());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(96)]
    [InlineData(131)]
    public void Ghost_OfTokens_IsTheSquaredNormOfTheEmbeddingsGradient(int length)
    {
        const int Vocabulary = 7;
        using var scope = NewDisposeScope();
        random.manual_seed(6);
        Tensor ids = randint(0, Vocabulary, [2, length]), g = randn([2, length, 5], ScalarType.Float64);
        Tensor expected = nn.functional.one_hot(ids, Vocabulary).to(ScalarType.Float64).transpose(1, 2).bmm(g).pow(2).sum([1L, 2L]);

        using GramBlocks tokens = GramBlocks.OfTokens(ids, ScalarType.Float64), gradients = GramBlocks.Of(g);

        AssertClose(expected, LayerNorms.Ghost(tokens, gradients));
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([1, 2], 0), 10)];

        Assert.Throws<OperationCanceledException>(() =>
            DpTrainer.Train(model, records, Prompts(model, 1), new PrivacyPlan(10, 5, 1, 1, 3, 1e-2), new DpTrainingOptions(), cancellationToken: new CancellationToken(true)));
    }

    [Fact]
    public void Train_StepsOfNoLength_GivesBackThePromptsItBeganWith()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        PrivateRecord[] records = [.. Enumerable.Range(0, 10).Select(i => new PrivateRecord([1, 2], i % 3))];
        float[][] prompts = Prompts(model, 3);
        var options = new DpTrainingOptions { Optimizer = DpOptimizerKind.Sgd, LearningRate = 1e-20 };

        DpTrainingResult result = DpTrainer.Train(model, records, prompts, new PrivacyPlan(10, 5, 1, 1, 3, 1e-2), options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(prompts, result.ClassPrompts);
        Assert.Equal((3, 3L * prompts[0].Length), (result.Steps, result.TrainedValues));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 100_000)]
    public void Train_RecordsThatDoNotFit_AreRefused(int label, int token)
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        PrivateRecord[] records = [.. Enumerable.Repeat(new PrivateRecord([token], label), 10)];

        Assert.Throws<ArgumentException>(() =>
            DpTrainer.Train(model, records, Prompts(model, 3), new PrivacyPlan(10, 5, 1, 1, 1, 1e-2), new DpTrainingOptions(), cancellationToken: TestContext.Current.CancellationToken));
    }

    private static float[][] Prompts(DecoderModel model, int labels) =>
        [.. Enumerable.Range(0, labels).Select(label => Enumerable.Range(0, model.Config.ConditioningSize).Select(i => 0.1f * (label + 1) * (i + 1)).ToArray())];

    private static void AssertClose(Tensor expected, Tensor found)
    {
        using Tensor ratio = found.div(expected);
        Assert.All(ratio.flatten().data<double>(), value => Assert.InRange(value, 1 - 1e-9, 1 + 1e-9));
    }
}

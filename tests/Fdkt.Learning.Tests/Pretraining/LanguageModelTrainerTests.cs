using Fdkt.Learning.Models;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.Tests.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Pretraining;

public sealed class LanguageModelTrainerTests
{
    [Fact]
    public void Train_TextThatDependsOnItsCode_LearnsIt()
    {
        using var model = new DecoderModel(DecoderSamples.Config(conditioning: 2, prefix: 1), 1);
        using var trainer = new LanguageModelTrainer(model, new AdamWOptions { LearningRate = 0.02 });

        TrainingProgress end = trainer.Train(Batches(), 60, cancellationToken: TestContext.Current.CancellationToken);

        // Two equally likely texts cost ln 2 per text without the code, spread over three targets.
        Assert.Equal(60, end.Step);
        Assert.InRange(end.Loss, 0, 0.1);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        using var model = new DecoderModel(DecoderSamples.Config(conditioning: 2, prefix: 1), 1);
        using var trainer = new LanguageModelTrainer(model);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => trainer.Train(Batches(), 5, cancellationToken: cancel.Token));
    }

    [Fact]
    public void Train_BudgetBySpentPart_EndsWhenSpent()
    {
        using var model = new DecoderModel(DecoderSamples.Config(conditioning: 2, prefix: 1), 1);
        using var trainer = new LanguageModelTrainer(model);

        TrainingProgress end = trainer.Train(Batches(), step => step / 7.0, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(7, end.Step);
        Assert.Equal(1, end.Progress);
    }

    [Fact]
    public void Step_OneRun_EqualsTheTextbookUpdate()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(conditioning: 0, prefix: 0));
        var options = new AdamWOptions { LearningRate = 0.01, WeightDecay = 0.1, MaximumGradientNorm = double.PositiveInfinity };
        using var optimizer = new AdamW(model, options);
        using Tensor before = model.Flat.clone();
        using Tensor gradient = full_like(before, 2.0);

        optimizer.Step(gradient, 0.5, 1);

        // First step: the bias-corrected ratio of moments is the sign of the gradient.
        double matrixBefore = before[0].item<double>();
        Assert.Equal(matrixBefore * (1 - 0.001) - 0.01, model.Flat[0].item<double>(), 1e-8);
        using Tensor normBefore = before.narrow(0, 23 * 16, 1);
        Assert.Equal(normBefore.item<double>() - 0.01, model.Parameters.First(p => p.Name.Contains("input_layernorm", StringComparison.Ordinal)).View[0].item<double>(), 1e-8);
    }

    [Theory]
    [InlineData(0, 0.02)]
    [InlineData(0.05, 0.5)]
    [InlineData(0.1, 1)]
    [InlineData(1, 0.2)]
    public void Factor_OverTheRun_WarmsUpThenFalls(double progress, double expected) =>
        Assert.Equal(expected, new TrainingSchedule(0.1, 0.2).Factor(progress), 1e-12);

    [Fact]
    public void Batches_AnyLengths_HoldEveryTextOnceAndSimilarLengths()
    {
        var random = new Random(3);
        int[] lengths = [.. Enumerable.Range(0, 403).Select(_ => random.Next(2, 60))];

        IReadOnlyList<int[]> batches = LengthBucketing.Batches(lengths, 8, new Random(1));

        Assert.Equal(Enumerable.Range(0, 403), batches.SelectMany(b => b).Order());
        Assert.True(batches.Average(b => b.Max(i => lengths[i]) - b.Min(i => lengths[i])) < 6);
    }

    private static IEnumerable<TrainingBatch> Batches()
    {
        while (true)
        {
            yield return new TrainingBatch(
                TokenBatch.Pad([[1, 5, 6, 7], [1, 8, 9, 10]], 24), TokenBatch.Conditioning([[1, 0], [0, 1]]));
        }
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

public sealed class TrainableParametersTests
{
    // Every trained value gets noise, so there must be none too many and none too few.
    [Theory]
    [InlineData(TrainableScope.Full, 0, 3, new[] { "model" }, 0)]
    [InlineData(TrainableScope.Full, 1, 1, new[] { "model", "extra" }, 1)]
    [InlineData(TrainableScope.Full, 5, 3, new[] { "model", "extra" }, 15)]
    [InlineData(TrainableScope.ClassPrompts, 1, 1, new[] { "extra" }, 1)]
    [InlineData(TrainableScope.ClassPrompts, 5, 3, new[] { "extra" }, 15)]
    [InlineData(TrainableScope.LowRank, 0, 3, new[] { "extra" }, 2 * 4 * ((2 * 32) + (2 * 24) + (3 * 40)))]
    public void Values_OfAScope_AreThese(TrainableScope scope, int conditioning, int labels, string[] names, int extra)
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(conditioning: conditioning, prefix: conditioning == 0 ? 0 : 2), ScalarType.Float32);
        float[][] codes = DecoderSamples.Codes(labels, conditioning, 8);
        using var parameters = new TrainableParameters(model, scope, codes, 4, 0.7, 1);

        Assert.Equal(names, parameters.Values.Select(value => ReferenceEquals(value, model.Flat) ? "model" : ReferenceEquals(value, parameters.Extra) ? "extra" : "?"));
        Assert.Equal(parameters.Values.Select(value => value.numel()), parameters.Gradients.Select(gradient => gradient.numel()));
        Assert.Equal(extra, parameters.Extra.numel());
        Assert.Equal(conditioning == 0, parameters.Prompts is null);
        if (parameters.Prompts is { } prompts)
        {
            Assert.Equal(codes.SelectMany(code => code), prompts.data<float>());
        }
    }

    // B starts at zero, A at values of variance 1 / columns that the seed alone decides.
    [Fact]
    public void Adapters_AtFirst_AreThoseOfTheSeed()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        using var parameters = new TrainableParameters(model, TrainableScope.LowRank, DecoderSamples.Codes(3, 5, 8), 4, 0.7, 6);
        using var generator = new Generator(6);

        Assert.Equal(14, parameters.Adapters.Count);
        foreach (LowRankAdapter adapter in parameters.Adapters)
        {
            using Tensor expected = empty(adapter.Down.shape).normal_(0, 1 / Math.Sqrt(adapter.Down.shape[1]), generator);
            Assert.Equal(expected.data<float>(), adapter.Down.data<float>());
            Assert.All(adapter.Up.data<float>(), value => Assert.Equal(0, value));
        }
    }

    // Weights of 16 bits are added to in 32 and rounded once.
    [Theory]
    [InlineData(ScalarType.Float64, 1e-14)]
    [InlineData(ScalarType.BFloat16, 4e-3)]
    public void MergeAdapters_AddsTheScaledProductToEachWeight(ScalarType precision, double tolerance)
    {
        using PrivateSample sample = PrivateSample.Create(TrainableScope.LowRank, DecoderSamples.Config(), precision);
        using Tensor before = sample.Model.Flat.to(ScalarType.Float64, copy: true);
        using Tensor expected = before.clone();
        using var scope = NewDisposeScope();
        foreach (LowRankAdapter adapter in sample.Parameters.Adapters)
        {
            DecoderModel.View(expected, adapter.Target).add_(adapter.Up.mm(adapter.Down), 0.7);
        }

        sample.Parameters.MergeAdapters();

        using Tensor merged = sample.Model.Flat.to(ScalarType.Float64);
        Assert.InRange(DecoderSamples.RelativeError(merged, expected), 0, tolerance);
        Assert.True(DecoderSamples.RelativeError(before, expected) > 10 * tolerance);
    }

    // One label with a code of one value, all records in every step, no noise to speak of: the sum is that of the records one at a time.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    public void AddPhysicalBatch_ChosenRecords_AddsEachOnceAndFillersNot(int chosen, int fillers)
    {
        using PrivateSample sample = PrivateSample.Create(TrainableScope.Full, DecoderSamples.Config(), ScalarType.Float64);
        PrivateRecord[] records = [.. DecoderSamples.Texts(9, 9, 23, 3).Select((text, i) => new PrivateRecord(text, i % 3))];
        int[] drawn = [.. Enumerable.Range(0, chosen).Select(i => 2 * i)];
        (Tensor expected, _) = OneRecordAtATime.Clipped(sample.Parameters, [.. drawn.Select(i => records[i].Tokens)], [.. drawn.Select(i => records[i].Label)], 0.5);
        using var pass = new DecoderPass(sample.Model, sample.Parameters.Adapters);
        using var gradients = new RecordGradients(sample.Parameters);

        DpTrainer.AddPhysicalBatch(records, drawn, 0.5, chosen + fillers, sample.Parameters, pass, gradients);

        using Tensor sum = sample.Sum();
        Assert.InRange(DecoderSamples.RelativeError(sum, expected), 0, 2e-6);
        expected.Dispose();
    }
}

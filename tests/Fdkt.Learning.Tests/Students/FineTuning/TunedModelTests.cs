using Fdkt.Learning.Native;
using Fdkt.Learning.Students.FineTuning;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Learning.Tests.TextStates;
using Fdkt.Learning.TextStates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Students.FineTuning;

/// <summary>Gradients of a student against differences of its loss.</summary>
public sealed class TunedModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-tuned-").FullName;

    // Before the first look at a device.
    public TunedModelTests() => TorchRuntime.EnsureLoaded();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert", null, StatePooling.Mean)]
    [InlineData("bert", null, StatePooling.First)]
    [InlineData("bert", 4, StatePooling.Mean)]
    [InlineData("llama", null, StatePooling.Last)]
    [InlineData("llama", 4, StatePooling.Last)]
    [InlineData("gpt2", null, StatePooling.Mean)]
    [InlineData("gpt2", 4, StatePooling.Last)]
    public void Backward_OfTheLoss_FillsTheGradientsOfHeadAndBody(string kind, int? rank, StatePooling pooling)
    {
        using var model = new TunedModel(
            TextStateModel.Load(TinyCheckpoints.Write(kind, _folder), ScalarType.Float32, CPU, TestContext.Current.CancellationToken), TopicTexts.Classes, pooling, rank, seed: 3);
        var rows = new TextBatches([.. TopicTexts.Texts(9, 2).Select(text => model.Encode(text, 32))], [.. Enumerable.Range(0, 9).Select(i => i % 3)]);
        int[] all = [.. Enumerable.Range(0, 9)];
        // The adapters' second factor starts at zero, where the first has no gradient: look a little beside it.
        Shift(model);

        // Twice: a gradient is added to what is there, and zeroing starts anew.
        Backward(model, rows, all);
        Backward(model, rows, all);

        foreach (TrainableGroup group in (TrainableGroup[])[model.HeadGroup, model.BodyGroup])
        {
            float[] gradient = group.Gradient.data<float>().ToArray();
            int[] steepest = [.. Enumerable.Range(0, gradient.Length).OrderByDescending(i => Math.Abs(gradient[i])).Take(6)];
            Assert.All(steepest, i => Assert.Equal(Slope(model, group, i, rows, all), gradient[i], 0.02 * Math.Abs(gradient[steepest[0]])));
            Assert.True(Math.Abs(gradient[steepest[0]]) > 0.01);
        }
    }

    private static void Backward(TunedModel model, TextBatches rows, int[] all)
    {
        model.HeadGroup.ZeroGradient();
        model.BodyGroup.ZeroGradient();
        using DisposeScope scope = NewDisposeScope();
        rows.Loss(model.Logits(rows.Texts(all)), all).backward();
    }

    private static double Slope(TunedModel model, TrainableGroup group, int index, TextBatches rows, int[] all)
    {
        const double Step = 4e-3;
        double Loss(double by)
        {
            using IDisposable grad = no_grad();
            using DisposeScope scope = NewDisposeScope();
            float[] values = group.Values.data<float>().ToArray();
            group.Values[index] = tensor((float)(values[index] + by));
            double loss = rows.Loss(model.Logits(rows.Texts(all)), all).item<float>();
            group.Values[index] = tensor(values[index]);
            return loss;
        }

        return (Loss(Step) - Loss(-Step)) / (2 * Step);
    }

    private static void Shift(TunedModel model)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(5);
        model.BodyGroup.Values.add_(empty_like(model.BodyGroup.Values).normal_(0, 0.02, generator), Scalars.One);
        model.HeadGroup.Values.copy_(empty_like(model.HeadGroup.Values).normal_(0, 0.5, generator));
    }
}

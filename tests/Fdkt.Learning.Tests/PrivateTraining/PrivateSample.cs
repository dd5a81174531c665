using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>A small model with trainable values and a book-keeping pass over it.</summary>
internal sealed class PrivateSample : IDisposable
{
    private readonly DecoderPass _pass;
    private readonly RecordGradients _gradients;

    private PrivateSample(DecoderModel model, TrainableParameters parameters, bool recomputes)
    {
        Model = model;
        Parameters = parameters;
        _pass = new DecoderPass(model, parameters.Adapters, recomputes);
        _gradients = new RecordGradients(parameters);
    }

    public DecoderModel Model { get; }

    public TrainableParameters Parameters { get; }

    public static PrivateSample Create(
        TrainableScope scope, DecoderConfig config, ScalarType dtype, bool recomputes = false, AdapterTargets targets = AdapterTargets.All)
    {
        DecoderModel model = DecoderSamples.Model(config, dtype);
        var parameters = new TrainableParameters(model, scope, DecoderSamples.Codes(3, config.ConditioningSize, 8), 4, 0.7, 1, targets);
        using var grad = no_grad();
        using var generator = new Generator(2);
        foreach (LowRankAdapter adapter in parameters.Adapters)
        {
            // B starts at zero, where A has no gradient.
            using Tensor values = empty(adapter.Up.shape, dtype: ScalarType.Float32).normal_(0, 0.3, generator);
            adapter.Up.copy_(values);
        }

        return new PrivateSample(model, parameters, recomputes);
    }

    /// <summary>Adds one physical batch to the clipped sum and returns the norms.</summary>
    public double[] Run(IReadOnlyList<int[]> texts, int[] labels, double clipNorm, float[]? mask = null)
    {
        using var scope = NewDisposeScope();
        Tensor tokens = TokenBatch.Pad(texts, Model.Config.MaximumLength);
        Tensor rows = tensor(labels.Select(l => (long)l).ToArray());
        Tensor weights = tensor(mask ?? [.. Enumerable.Repeat(1f, texts.Count)]);
        _gradients.Begin(rows);
        _pass.Run(tokens, Parameters.ConditioningOf(rows), _gradients);
        double[] norms = _gradients.Squares.to(ScalarType.Float64).sqrt().data<double>().ToArray();
        _gradients.AddClipped(clipNorm, weights);
        return norms;
    }

    /// <summary>The clipped sum over all trained vectors.</summary>
    public Tensor Sum() => cat([.. Parameters.Gradients]);

    public void Dispose()
    {
        _pass.Dispose();
        _gradients.Dispose();
        Parameters.Dispose();
        Model.Dispose();
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Pretraining;

/// <summary>Adam with decoupled weight decay on a flat vector of parameters (Loshchilov, Hutter 2019, arXiv:1711.05101v3, alg. 2).</summary>
/// <remarks>Not thread-safe. Holds two vectors of the model's size.</remarks>
public sealed class AdamW : IDisposable
{
    private readonly Tensor _values;
    private readonly AdamWOptions _options;
    private readonly Tensor _mean;
    private readonly Tensor _square;
    private readonly Tensor[] _matrices;
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    /// <summary>Starts with empty moments.</summary>
    /// <param name="model">What is updated. Not owned.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    public AdamW(DecoderModel model, AdamWOptions? options = null)
        : this(model.Flat, model.Parameters.Where(p => p.Shape.Length == 2).Select(p => p.View), options)
    {
    }

    /// <summary>Starts with empty moments.</summary>
    /// <param name="values">What is updated. Not owned.</param>
    /// <param name="matrices">Views of it that decay. Not owned.</param>
    /// <param name="options">Settings; null takes the defaults.</param>
    internal AdamW(Tensor values, IEnumerable<Tensor> matrices, AdamWOptions? options = null)
    {
        _values = values;
        _options = options ?? new AdamWOptions();
        _mean = zeros_like(values).DetachFromDisposeScope();
        _square = zeros_like(values).DetachFromDisposeScope();
        _matrices = [.. matrices];
    }

    /// <summary>Updates the model.</summary>
    /// <param name="gradient">In the order of the flat vector. Overwritten.</param>
    /// <param name="gradientScale">Factor on the gradient, for example one over the number of tokens.</param>
    /// <param name="rateFactor">Factor on the learning rate, from a schedule.</param>
    /// <returns>Norm of the scaled gradient before clipping. Where it is not finite the model is left as it was.</returns>
    public double Step(Tensor gradient, double gradientScale, double rateFactor)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        double norm = linalg.vector_norm(gradient).to(ScalarType.Float64).item<double>() * gradientScale;
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        double scale = gradientScale * Math.Min(1, _options.MaximumGradientNorm / Math.Max(norm, 1e-12));
        double rate = _options.LearningRate * rateFactor;
        _beta1Power *= _options.Beta1;
        _beta2Power *= _options.Beta2;
        _mean.mul_(Scalars.Of(_options.Beta1)).add_(gradient, Scalars.Of((1 - _options.Beta1) * scale));
        _square.mul_(Scalars.Of(_options.Beta2)).addcmul_(gradient, gradient, Scalars.Of((1 - _options.Beta2) * scale * scale));
        if (_options.WeightDecay > 0)
        {
            foreach (Tensor matrix in _matrices)
            {
                matrix.mul_(Scalars.Of(1 - (rate * _options.WeightDecay)));
            }
        }

        Tensor denominator = gradient.copy_(_square).sqrt_().mul_(Scalars.Of(1 / Math.Sqrt(1 - _beta2Power))).add_(Scalars.Of(_options.Epsilon), Scalars.One);
        _values.addcdiv_(_mean, denominator, Scalars.Of(-rate / (1 - _beta1Power)));
        return norm;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _square.Dispose();
    }
}

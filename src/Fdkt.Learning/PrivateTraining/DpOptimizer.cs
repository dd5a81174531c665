using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Adds the plan's noise to a sum of clipped gradients, divides by the expected batch size and updates the flat vectors.</summary>
/// <remarks>DP-SGD: Abadi et al. 2016, arXiv:1607.00133v2, alg. 1. Not thread-safe.</remarks>
internal sealed class DpOptimizer : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly PrivacyPlan _plan;
    private readonly DpTrainingOptions _options;
    private readonly IRandomSource _source;
    private readonly IReadOnlyList<Tensor> _values;
    private readonly Tensor[] _masters;
    private readonly Tensor[] _mean;
    private readonly Tensor[] _square;
    private readonly LatticeGaussianNoise? _exact;
    private int _step;

    public DpOptimizer(PrivacyPlan plan, DpTrainingOptions options, IReadOnlyList<Tensor> values, IRandomSource source)
    {
        _plan = plan;
        _options = options;
        _source = source;
        _values = values;
        _exact = plan.Noise == GradientNoise.Discrete ? plan.CreateDiscreteNoise(values.Sum(v => v.numel()), source) : null;
        // Beside values of 16 bits: a wide copy that steps too small for 16 bits add up in.
        _masters = [.. values.Select(v => Precision.Wide(v).DetachFromDisposeScope())];
        _mean = [.. _masters.Select(v => zeros_like(v).DetachFromDisposeScope())];
        _square = options.Optimizer == DpOptimizerKind.Adam ? [.. _masters.Select(v => zeros_like(v).DetachFromDisposeScope())] : [];
    }

    /// <summary>One noisy step, whether or not the batch held a record.</summary>
    /// <param name="sums">Sums of clipped gradients beside the values. Overwritten with the noisy mean.</param>
    public void Step(IReadOnlyList<Tensor> sums)
    {
        using var grad = no_grad();
        _step++;
        for (int i = 0; i < _values.Count; i++)
        {
            using var scope = NewDisposeScope();
            AddNoise(sums[i]);
            sums[i].mul_(Scalars.Of(1.0 / _plan.ExpectedBatchSize));
            Update(i, sums[i]);
            if (_masters[i].dtype != _values[i].dtype)
            {
                _values[i].copy_(_masters[i]);
            }
        }
    }

    public void Dispose()
    {
        foreach (Tensor t in _mean.Concat(_square).Concat(_masters))
        {
            t.Dispose();
        }
    }

    private void AddNoise(Tensor sum)
    {
        if (_exact is not null)
        {
            float[] noisy = sum.to(ScalarType.Float32).cpu().flatten().data<float>().ToArray();
            _exact.AddTo(noisy);
            sum.copy_(tensor(noisy).reshape(sum.shape));
            return;
        }

        var noise = new float[sum.numel()];
        GaussianNoise.Fill(noise, _plan.NoiseStandardDeviationOnSum, _source);
        sum.add_(tensor(noise, dtype: sum.dtype, device: sum.device), Scalars.One);
    }

    private void Update(int i, Tensor gradient)
    {
        double beta1 = _options.Momentum;
        if (_options.Optimizer == DpOptimizerKind.Sgd)
        {
            _mean[i].mul_(Scalars.Of(beta1)).add_(gradient, Scalars.One);
            _masters[i].add_(_mean[i], Scalars.Of(-_options.LearningRate));
            return;
        }

        double beta2 = _options.SecondMomentDecay;
        _mean[i].mul_(Scalars.Of(beta1)).add_(gradient, Scalars.Of(1 - beta1));
        _square[i].mul_(Scalars.Of(beta2)).addcmul_(gradient, gradient, Scalars.Of(1 - beta2));
        Tensor denominator = _square[i].sqrt().mul_(Scalars.Of(1 / Math.Sqrt(1 - Math.Pow(beta2, _step)))).add_(Scalars.Of(Epsilon), Scalars.One);
        _masters[i].addcdiv_(_mean[i], denominator, Scalars.Of(-_options.LearningRate / (1 - Math.Pow(beta1, _step))));
    }
}

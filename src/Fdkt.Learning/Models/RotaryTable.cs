using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Cosines and sines of the rotary position embedding (Su et al. 2021, arXiv:2104.09864v5, eq. 34), half-rotation order of Hugging Face.</summary>
/// <remarks>Float32 also beside weights of 16 bits: an angle rounded to 8 bits is no position.</remarks>
internal sealed class RotaryTable : IDisposable
{
    /// <summary>Rows made at a time, so that a model for long texts needs no table of doubles.</summary>
    private const int Rows = 4_096;

    public RotaryTable(DecoderConfig config, ScalarType dtype, Device device)
    {
        int positions = config.Positions == PositionKind.Rotary ? config.MaximumLength + config.PrefixLength : 0;
        int half = config.HeadSize / 2;
        double[] frequencies = [.. Enumerable.Range(0, half).Select(i => Math.Pow(config.RopeTheta, -2.0 * i / config.HeadSize))];
        if (config.RopeScaling is { } scaling)
        {
            frequencies = Array.ConvertAll(frequencies, scaling.Apply);
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Cosine = empty([positions, half], dtype: Precision.Wide(dtype), device: device).DetachFromDisposeScope();
        Sine = empty_like(Cosine).DetachFromDisposeScope();
        for (int first = 0; first < positions; first += Rows)
        {
            using var part = NewDisposeScope();
            int count = Math.Min(Rows, positions - first);
            var angles = new double[count * half];
            for (int p = 0; p < count; p++)
            {
                for (int i = 0; i < half; i++)
                {
                    angles[(p * half) + i] = (first + p) * frequencies[i];
                }
            }

            Tensor table = tensor(angles, [count, half], dtype: ScalarType.Float64);
            Cosine.narrow(0, first, count).copy_(table.cos());
            Sine.narrow(0, first, count).copy_(table.sin());
        }
    }

    /// <summary>(positions, headSize / 2); no rows where positions are not rotary.</summary>
    public Tensor Cosine { get; }

    /// <summary>(positions, headSize / 2); no rows where positions are not rotary.</summary>
    public Tensor Sine { get; }

    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
    }
}

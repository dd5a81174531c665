using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>Cosines and sines of the rotary position embedding (Su et al. 2021, arXiv:2104.09864v5, eq. 34), half-rotation order of Hugging Face.</summary>
internal sealed class RotaryTable : IDisposable
{
    public RotaryTable(int positions, int headSize, double theta, ScalarType dtype, Device device)
    {
        int half = headSize / 2;
        var angles = new double[positions * half];
        for (int p = 0; p < positions; p++)
        {
            for (int i = 0; i < half; i++)
            {
                angles[p * half + i] = p * Math.Pow(theta, -2.0 * i / headSize);
            }
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor table = tensor(angles, [positions, half], dtype: ScalarType.Float64);
        Cosine = table.cos().to(dtype, device).DetachFromDisposeScope();
        Sine = table.sin().to(dtype, device).DetachFromDisposeScope();
    }

    /// <summary>(positions, headSize / 2).</summary>
    public Tensor Cosine { get; }

    /// <summary>(positions, headSize / 2).</summary>
    public Tensor Sine { get; }

    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
    }
}

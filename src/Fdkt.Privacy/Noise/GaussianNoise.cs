using System.Numerics;
using System.Runtime.InteropServices;

namespace Fdkt.Privacy.Noise;

/// <summary>Independent Gaussian values by Box–Muller, computed in float64 from a source of uniform bytes.</summary>
/// <remarks>
/// Floating-point noise is not safe against attacks on the last bits (Mironov 2012; Haney et al. 2022): statements say
/// that it was used. Integer releases use <see cref="DiscreteGaussianSampler"/>. The transform reads 52 bits per
/// uniform, so values end at 8.49 standard deviations, beyond which lies a mass of 2e-17.
/// </remarks>
public static class GaussianNoise
{
    // Pairs per block: 2 × 8 bytes each, so a block of bytes and its results fit in the second-level cache.
    private const int BlockPairs = 2048;

    // A double in [1, 2) has this exponent; the random bits fill its mantissa.
    private const ulong OneExponent = 0x3FF0_0000_0000_0000UL;
    private const int MantissaShift = 12;

    /// <summary>Overwrites <paramref name="destination"/> with N(0, standardDeviation²) values.</summary>
    /// <param name="destination">Any length.</param>
    /// <param name="standardDeviation">In the units of the values. Finite, at least 0; 0 writes zeros.</param>
    /// <param name="source">Uniform bytes; a cryptographic source wherever the noise protects privacy.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, infinite or NaN.</exception>
    public static void Fill(Span<double> destination, double standardDeviation, IRandomSource source)
    {
        Check(standardDeviation, source);
        var block = new ulong[2 * BlockPairs];
        while (!destination.IsEmpty)
        {
            Span<double> normals = NextBlock(block, destination.Length, standardDeviation, source);
            normals.CopyTo(destination);
            destination = destination[normals.Length..];
        }
    }

    /// <summary>As the float64 form; each value is rounded to float32 once, at the end.</summary>
    /// <param name="destination">Any length.</param>
    /// <param name="standardDeviation">In the units of the values. Finite, at least 0; 0 writes zeros.</param>
    /// <param name="source">Uniform bytes; a cryptographic source wherever the noise protects privacy.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative, infinite or NaN.</exception>
    public static void Fill(Span<float> destination, double standardDeviation, IRandomSource source)
    {
        Check(standardDeviation, source);
        var block = new ulong[2 * BlockPairs];
        while (!destination.IsEmpty)
        {
            Span<double> normals = NextBlock(block, destination.Length, standardDeviation, source);
            for (int i = 0; i < normals.Length; i++)
            {
                destination[i] = (float)normals[i];
            }

            destination = destination[normals.Length..];
        }
    }

    // Returns up to `wanted` values that live in `block`: its random bits are overwritten by the values made of them.
    private static Span<double> NextBlock(ulong[] block, int wanted, double standardDeviation, IRandomSource source)
    {
        int lanes = Vector<double>.Count;
        int pairs = Math.Min(BlockPairs, (((wanted + 1) / 2) + lanes - 1) / lanes * lanes);
        Span<ulong> bits = block.AsSpan(0, 2 * pairs);
        source.Fill(MemoryMarshal.AsBytes(bits));
        Span<double> values = MemoryMarshal.Cast<ulong, double>(bits);
        var exponent = new Vector<ulong>(OneExponent);
        var deviation = new Vector<double>(standardDeviation);
        for (int i = 0; i < pairs; i += lanes)
        {
            Vector<ulong> first = (new Vector<ulong>(bits[i..]) >>> MantissaShift) | exponent;
            Vector<ulong> second = (new Vector<ulong>(bits[(pairs + i)..]) >>> MantissaShift) | exponent;

            // 2 − [1, 2) is (0, 1]: the logarithm stays finite. The angle lies in [2π, 4π), a whole turn as well.
            Vector<double> uniform = new Vector<double>(2.0) - Vector.AsVectorDouble(first);
            Vector<double> angle = Vector.AsVectorDouble(second) * (2.0 * Math.PI);
            Vector<double> radius = Vector.SquareRoot(Vector.Log(uniform) * -2.0) * deviation;
            (Vector<double> sine, Vector<double> cosine) = Vector.SinCos(angle);
            (radius * cosine).CopyTo(values[i..]);
            (radius * sine).CopyTo(values[(pairs + i)..]);
        }

        return values[..Math.Min(wanted, values.Length)];
    }

    private static void Check(double standardDeviation, IRandomSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!double.IsFinite(standardDeviation) || standardDeviation < 0.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation, "The noise standard deviation must be finite and at least 0.");
        }
    }
}

using System.Numerics;
using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Composition of loss laws on one grid: a product of powers under the Fourier transform.</summary>
internal static class LossComposition
{
    /// <summary>Longest transform, and longest law of one release: about half a second of work.</summary>
    public const int LongestGrid = 1 << 22;

    /// <summary>The law of the summed losses, or null if it does not fit <see cref="LongestGrid"/> at this spacing.</summary>
    /// <param name="laws">Laws with their counts; at least one release.</param>
    /// <param name="direction">Kept apart: the larger of both guarantees counts.</param>
    /// <param name="step">Grid spacing.</param>
    /// <param name="tail">Mass that may be cut in all; what is cut above goes to infinity.</param>
    public static GridLoss? Compose(IReadOnlyList<LawCount> laws, LossDirection direction, double step, double tail)
    {
        long releases = laws.Sum(l => l.Count);
        double tailEach = tail / releases;
        if (laws.Any(l => !Fits(l.Law.Range(direction, tailEach), step)))
        {
            return null;
        }

        GridLoss[] single = [.. laws.Select(l => l.Law.OnGrid(direction, step, tailEach))];
        if (releases == 1)
        {
            return single[0];
        }

        (long low, long high) = LossWindow.Of(laws, single, step, tail);
        if (high - low + 2 > LongestGrid)
        {
            return null;
        }

        int length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, high - low + 2));
        var transform = new FourierTransform(length);
        double[] real = [];
        double[] imaginary = [];
        double logFinite = 0.0;
        for (int i = 0; i < single.Length; i++)
        {
            (double[] r, double[] m) = Wrap(single[i], length);
            transform.Forward(r, m);
            Spectrum.Power(r, m, laws[i].Count);
            if (i == 0)
            {
                (real, imaginary) = (r, m);
            }
            else
            {
                Spectrum.Multiply(real, imaginary, r, m);
            }

            logFinite += laws[i].Count * Elementary.Log1P(-single[i].Infinity);
        }

        transform.InverseUnscaled(real, imaginary);

        // The window's upper tail has wrapped round to the bottom: charge its bound at infinity, and the rounding of the
        // transform, whose relative error the power multiplies.
        double rounding = Math.ScaleB((4.0 * releases) + (8.0 * BitOperations.Log2((uint)length)), -53);
        double infinity = -Elementary.ExpM1(logFinite) + tail + rounding;
        return Unwrap(real, low, infinity);
    }

    private static bool Fits((double Low, double High) range, double step) => (range.High - range.Low) / step < LongestGrid - 4;

    private static (double[] Real, double[] Imaginary) Wrap(GridLoss law, int length)
    {
        var real = new double[length];
        for (int i = 0; i < law.Masses.Length; i++)
        {
            real[(law.Start + i) & (length - 1)] += law.Masses[i];
        }

        return (real, new double[length]);
    }

    private static GridLoss Unwrap(double[] wrapped, long low, double infinity)
    {
        int length = wrapped.Length;
        var masses = new double[length];
        for (int i = 0; i < length; i++)
        {
            masses[i] = Math.Max(0.0, wrapped[(low + i) & (length - 1)] / length);
        }

        return new GridLoss(low, masses, infinity);
    }
}

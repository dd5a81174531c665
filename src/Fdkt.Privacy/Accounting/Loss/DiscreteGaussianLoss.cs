using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Loss of one integer count under discrete Gaussian noise, neighbours differing by 1; equal in both directions.</summary>
/// <remarks>
/// The value k of the noise, with P(k) ∝ exp(−k²/2σ²), has loss log P(k)/P(k + 1) = (2k + 1)/2σ²: a lattice of atoms.
/// Canonne, Kamath, Steinke 2020, arXiv:2004.00010, Theorem 7.
/// </remarks>
internal sealed class DiscreteGaussianLoss(double sigma) : LossLaw
{
    /// <summary>Beyond this σ there are too many atoms to list; the accountant falls back to Rényi divergences.</summary>
    public const double LargestSigma = 1e6;

    public override (double Low, double High) Range(LossDirection direction, double tail)
    {
        long reach = Reach(tail);
        return (LossAt(-reach), LossAt(reach));
    }

    public override GridLoss OnGrid(LossDirection direction, double step, double tail)
    {
        long reach = Reach(tail);
        (double low, double high) = Range(direction, tail);
        var start = (long)Math.Floor(low / step);
        var dots = new ConnectTheDots(start, checked((int)(Math.Ceiling(high / step) - start)) + 2, step);
        double normaliser = 1.0;
        for (long k = reach; k > 0; k--)
        {
            normaliser += 2.0 * Weight(k);
        }

        for (long k = -reach; k <= reach; k++)
        {
            dots.AddAtom(LossAt(k), Weight(k) / normaliser);
        }

        // Both ends were cut (and the rest scaled up by at most that much): charge all of it at infinity.
        return dots.Build(tail);
    }

    private double LossAt(long k) => ((2.0 * k) + 1.0) / (2.0 * sigma * sigma);

    private double Weight(long k) => Math.Exp(-0.5 * (k / sigma) * (k / sigma));

    // P(|k| > reach) ≤ 2·2·Q((reach)/σ) since the normaliser is at least 1 and at least σ; a factor 4 covers both ends.
    private long Reach(double tail) => 2 + (long)Math.Ceiling(sigma * NormalTail.Bound(tail / 16.0));
}

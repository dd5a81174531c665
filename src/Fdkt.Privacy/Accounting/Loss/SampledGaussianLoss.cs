using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Loss of one step of the Poisson-sampled Gaussian mechanism; q = 1 is the plain Gaussian.</summary>
/// <remarks>
/// REMOVE: P = (1 − q)N(0, σ²) + qN(1, σ²) against Q = N(0, σ²); ADD the other way round. The loss of REMOVE at x is
/// log(1 − q + q exp((2x − 1)/2σ²)), that of ADD its negative. Zhu, Dong, Wang 2022, arXiv:2106.08567 (dominating pairs).
/// </remarks>
internal sealed class SampledGaussianLoss(double q, double sigma) : LossLaw
{
    public override (double Low, double High) Range(LossDirection direction, double tail)
    {
        // Rare participation: far out only the part of weight q counts.
        double plain = sigma * NormalTail.Bound(tail / 2.0);
        double mixedHigh = Math.Max(plain, 1.0 + (sigma * NormalTail.Bound(tail / (2.0 * q))));
        return direction == LossDirection.Remove
            ? (LossAt(-plain), LossAt(mixedHigh))
            : (-LossAt(plain), -LossAt(-plain));
    }

    public override GridLoss OnGrid(LossDirection direction, double step, double tail)
    {
        (double low, double high) = Range(direction, tail);
        var start = (long)Math.Floor(low / step);
        var dots = new ConnectTheDots(start, checked((int)(Math.Ceiling(high / step) - start)) + 2, step);
        bool remove = direction == LossDirection.Remove;
        double sign = remove ? 1.0 : -1.0;
        Cut previous = CutAt(sign * dots.Loss(0));
        dots.AddPoint(0, remove ? Mixture(previous.AtZero.Below, previous.AtOne.Below) : previous.AtZero.Above);
        for (int i = 1; i < dots.Length; i++)
        {
            Cut next = CutAt(sign * dots.Loss(i));
            double without = NormalTail.Between(previous.AtZero, next.AtZero);
            double with = Mixture(without, NormalTail.Between(previous.AtOne, next.AtOne));
            dots.AddCell(i - 1, remove ? with : without, remove ? without : with);
            previous = next;
        }

        return dots.Build(remove ? Mixture(previous.AtZero.Above, previous.AtOne.Above) : previous.AtZero.Below);
    }

    /// <summary>Exact δ(ε) of one step, for any real ε (the hockey-stick divergence).</summary>
    public double HockeyStick(LossDirection direction, double epsilon)
    {
        bool remove = direction == LossDirection.Remove;
        Cut cut = CutAt(remove ? epsilon : -epsilon);
        double delta = remove
            ? Mixture(cut.AtZero.Above, cut.AtOne.Above) - (Math.Exp(epsilon) * cut.AtZero.Above)
            : cut.AtZero.Below - (Math.Exp(epsilon) * Mixture(cut.AtZero.Below, cut.AtOne.Below));
        return Math.Max(0.0, delta);
    }

    private double Mixture(double atZero, double atOne) => ((1.0 - q) * atZero) + (q * atOne);

    // The loss of REMOVE at x.
    private double LossAt(double x)
    {
        double exponent = ((2.0 * x) - 1.0) / (2.0 * sigma * sigma);
        return exponent > 0.0
            ? exponent + Math.Log(q + ((1.0 - q) * Math.Exp(-exponent)))
            : Elementary.Log1P(q * Elementary.ExpM1(exponent));
    }

    // The x at which the loss of REMOVE reaches a value; −∞ below all losses.
    private Cut CutAt(double loss)
    {
        double x;
        if (loss > 1.0)
        {
            x = 0.5 + (sigma * sigma * (loss - Math.Log(q) + Elementary.Log1P((q - 1.0) * Math.Exp(-loss))));
        }
        else
        {
            double ratio = Elementary.ExpM1(loss) / q;
            x = ratio <= -1.0 ? double.NegativeInfinity : 0.5 + (sigma * sigma * Elementary.Log1P(ratio));
        }

        return new Cut(new NormalTail(x / sigma), new NormalTail((x - 1.0) / sigma));
    }

    private readonly record struct Cut(NormalTail AtZero, NormalTail AtOne);
}

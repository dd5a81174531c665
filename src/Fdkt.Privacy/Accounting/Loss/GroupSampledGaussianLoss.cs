using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Loss of one step for a unit of k records, each sampled with probability q: REMOVE is log Σ b_i exp((2ix − i²)/2σ²), b = Bin(k, q).</summary>
/// <remarks>Ganesh 2024, arXiv:2401.10294: this one-dimensional pair dominates the group mechanism. The loss rises with x.</remarks>
internal sealed class GroupSampledGaussianLoss : LossLaw
{
    private const int NewtonSteps = 60;

    private readonly double _sigma;
    private readonly double[] _logWeights;
    private readonly double[] _weights;
    private readonly double _atLeastOne; // P(Bin ≥ 1), in full precision

    public GroupSampledGaussianLoss(double q, double sigma, int groupSize)
    {
        _sigma = sigma;
        _logWeights = BinomialWeights.Log(groupSize, q);
        _weights = [.. _logWeights.Select(Math.Exp)];
        _atLeastOne = -Elementary.ExpM1(_logWeights[0]);
    }

    public override (double Low, double High) Range(LossDirection direction, double tail)
    {
        double plain = _sigma * NormalTail.Bound(tail / 2.0);
        if (direction == LossDirection.Add)
        {
            return (-LossAt(plain), -LossAt(-plain));
        }

        // Each part of the mixture may leave its share of the tail above.
        double share = tail / (2.0 * _weights.Length);
        double high = plain;
        for (int i = 1; i < _weights.Length; i++)
        {
            if (_weights[i] > share)
            {
                high = Math.Max(high, i + (_sigma * NormalTail.Bound(share / _weights[i])));
            }
        }

        return (LossAt(-plain), LossAt(high));
    }

    public override GridLoss OnGrid(LossDirection direction, double step, double tail)
    {
        (double low, double high) = Range(direction, tail);
        var start = (long)Math.Floor(low / step);
        var dots = new ConnectTheDots(start, checked((int)(Math.Ceiling(high / step) - start)) + 2, step);
        bool remove = direction == LossDirection.Remove;
        double sign = remove ? 1.0 : -1.0;
        NormalTail[] previous = CutAt(sign * dots.Loss(0));
        dots.AddPoint(0, remove ? Mixture(previous, previous, (p, _) => p.Below) : previous[0].Above);
        for (int i = 1; i < dots.Length; i++)
        {
            NormalTail[] next = CutAt(sign * dots.Loss(i));
            double without = NormalTail.Between(previous[0], next[0]);
            double with = Mixture(previous, next, NormalTail.Between);
            dots.AddCell(i - 1, remove ? with : without, remove ? without : with);
            previous = next;
        }

        return dots.Build(remove ? Mixture(previous, previous, (p, _) => p.Above) : previous[0].Below);
    }

    /// <summary>The exact δ of one step at ε, for checks.</summary>
    public double HockeyStick(LossDirection direction, double epsilon)
    {
        bool remove = direction == LossDirection.Remove;
        NormalTail[] cut = CutAt(remove ? epsilon : -epsilon);
        double delta = remove
            ? Mixture(cut, cut, (p, _) => p.Above) - (Math.Exp(epsilon) * cut[0].Above)
            : cut[0].Below - (Math.Exp(epsilon) * Mixture(cut, cut, (p, _) => p.Below));
        return Math.Max(0.0, delta);
    }

    private double Mixture(NormalTail[] first, NormalTail[] second, Func<NormalTail, NormalTail, double> mass)
    {
        double sum = 0.0;
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * mass(first[i], second[i]);
        }

        return sum;
    }

    private double LossAt(double x)
    {
        (double log, _) = LogParts(x);
        return log > 0.0
            ? log + Elementary.Log1P(_weights[0] * Math.Exp(-log))
            : Elementary.Log1P(Math.Exp(log) - _atLeastOne);
    }

    // log of the parts i ≥ 1 of the mixture over N(0, σ²), and its derivative.
    private (double Log, double Slope) LogParts(double x)
    {
        double variance = _sigma * _sigma;
        double largest = double.NegativeInfinity;
        for (int i = 1; i < _weights.Length; i++)
        {
            largest = Math.Max(largest, Exponent(i, x));
        }

        double sum = 0.0;
        double weighted = 0.0;
        for (int i = 1; i < _weights.Length; i++)
        {
            double part = Math.Exp(Exponent(i, x) - largest);
            sum += part;
            weighted += part * i;
        }

        return (largest + Math.Log(sum), weighted / (sum * variance));
    }

    private double Exponent(int i, double x) => _logWeights[i] + (i * ((2.0 * x) - i) / (2.0 * _sigma * _sigma));

    // The point where the loss of REMOVE reaches a value, seen from each part of the mixture; −∞ below all losses.
    private NormalTail[] CutAt(double loss)
    {
        double rest = loss > 1.0 ? loss + Elementary.Log1P(-_weights[0] * Math.Exp(-loss)) : Math.Log(Elementary.ExpM1(loss) + _atLeastOne);
        double x = double.IsNaN(rest) || double.IsNegativeInfinity(rest) ? double.NegativeInfinity : Solve(rest);
        var cut = new NormalTail[_weights.Length];
        for (int i = 0; i < cut.Length; i++)
        {
            cut[i] = new NormalTail((x - i) / _sigma);
        }

        return cut;
    }

    // Newton from the right: the logarithm of a sum of exponentials is convex and rises, so x falls and stays above the root until rounding ends it.
    private double Solve(double log)
    {
        double x = double.PositiveInfinity;
        for (int i = 1; i < _weights.Length; i++)
        {
            x = Math.Min(x, ((log - _logWeights[i]) * _sigma * _sigma / i) + (0.5 * i));
        }

        for (int n = 0; n < NewtonSteps; n++)
        {
            (double value, double slope) = LogParts(x);
            double next = x - ((value - log) / slope);
            if (!(next < x))
            {
                break;
            }

            x = next;
        }

        return x;
    }
}

namespace Fdkt.Privacy.Accounting.Numerics;

/// <summary>
/// A point of the standard normal law, kept as the smaller of its two tails so that the mass between two points far from
/// the mean keeps its relative precision.
/// </summary>
internal readonly struct NormalTail
{
    private readonly double _tail;
    private readonly bool _upperHalf;

    public NormalTail(double z)
    {
        _upperHalf = z > 0.0;
        _tail = double.IsInfinity(z) ? 0.0 : 0.5 * ErrorFunction.Complementary(Math.Abs(z) / Sqrt2);
    }

    /// <summary>√2.</summary>
    public const double Sqrt2 = 1.4142135623730951;

    /// <summary>P(Z ≤ z).</summary>
    public double Below => _upperHalf ? 1.0 - _tail : _tail;

    /// <summary>P(Z &gt; z).</summary>
    public double Above => _upperHalf ? _tail : 1.0 - _tail;

    /// <summary>Mass between two points, in either order.</summary>
    public static double Between(NormalTail a, NormalTail b) =>
        a._upperHalf == b._upperHalf ? Math.Abs(a._tail - b._tail) : 1.0 - a._tail - b._tail;

    /// <summary>A z with P(Z &gt; z) ≤ tail: Q(z) ≤ ½ exp(−z²/2).</summary>
    public static double Bound(double tail) => tail >= 0.5 ? 0.0 : Math.Sqrt(-2.0 * Math.Log(2.0 * Math.Max(tail, double.Epsilon)));
}

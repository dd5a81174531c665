using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Auditing;

/// <summary>
/// What a mechanism concedes to whoever tells two neighbouring data sets apart: a test that finds members at one rate calls others members at some rate.
/// This is the trade-off function f of f-DP (Dong, Roth, Su 2022), read the other way round.
/// </summary>
public interface ITradeOff
{
    /// <summary>The least false positive rate of any test with a true positive rate: f(1 − rate) for a symmetric f, the inverse of x ↦ 1 − f(x).</summary>
    /// <param name="truePositiveRate">In [0, 1].</param>
    /// <returns>In [0, the rate]; grows with it.</returns>
    double LeastFalsePositiveRate(double truePositiveRate);
}

/// <summary>The trade-off of two normal laws of deviation 1 at distance μ: of a Gaussian mechanism with μ = sensitivity over noise.</summary>
/// <param name="Mu">μ, at least 0.</param>
/// <remarks>Φ(Φ⁻¹(rate) − μ). Dong, Roth, Su 2022, arXiv:1905.02383, Definition 2.6.</remarks>
public sealed record GaussianTradeOff(double Mu) : ITradeOff
{
    /// <inheritdoc />
    public double LeastFalsePositiveRate(double truePositiveRate) => new NormalTail(NormalQuantile.Of(truePositiveRate) - Mu).Below;
}

/// <summary>The trade-off that a list of pairs (ε, δ) allows: a test must keep to all of them, in both directions.</summary>
/// <remarks>Coarser than the true trade-off where the list has gaps, which makes an audit weaker, never wrong. Dong, Roth, Su 2022, Proposition 2.12. Immutable, thread-safe.</remarks>
/// <param name="pairs">ε at least 0 and δ in [0, 1], each pair kept by the mechanism.</param>
public sealed class ProfileTradeOff(IReadOnlyList<(double Epsilon, double Delta)> pairs) : ITradeOff
{
    private readonly (double Factor, double Delta)[] _pairs = [.. pairs.Select(pair => (Math.Exp(pair.Epsilon), pair.Delta))];

    /// <inheritdoc />
    public double LeastFalsePositiveRate(double truePositiveRate)
    {
        // rate ≤ e^ε·x + δ, and 1 − x ≤ e^ε·(1 − rate) + δ.
        double least = 0.0;
        foreach ((double factor, double delta) in _pairs)
        {
            least = Math.Max(least, Math.Max((truePositiveRate - delta) / factor, 1.0 - delta - (factor * (1.0 - truePositiveRate))));
        }

        return least;
    }
}

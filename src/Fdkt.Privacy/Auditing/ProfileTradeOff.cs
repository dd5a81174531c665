namespace Fdkt.Privacy.Auditing;

/// <summary>The trade-off that a list of pairs (ε, δ) allows: a test must keep to all of them, in both directions.</summary>
/// <remarks>Coarser than the true trade-off where the list has gaps, which makes an audit weaker, never wrong. Dong, Roth, Su 2022,
/// Proposition 2.12. Immutable, thread-safe.</remarks>
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

namespace Fdkt.Privacy.Accounting;

/// <summary>Plain Gaussian releases in which each record may take part.</summary>
/// <param name="NoiseMultiplier">σ: noise standard deviation over the L2 sensitivity. Finite, at least 0; 0 has ε = ∞.</param>
/// <param name="Count">Number of releases, at least 0.</param>
/// <exception cref="PrivacyParameterException">A value out of its range, or NaN.</exception>
public sealed record GaussianEvent(double NoiseMultiplier, int Count) : PrivacyEvent
{
    /// <summary>σ, finite and at least 0.</summary>
    public double NoiseMultiplier { get; } = PrivacyParameters.NoiseMultiplier(NoiseMultiplier);

    /// <summary>Number of releases, at least 0.</summary>
    public int Count { get; } = PrivacyParameters.Count(Count, "count");

    internal override bool IsVoid => Count == 0;
}

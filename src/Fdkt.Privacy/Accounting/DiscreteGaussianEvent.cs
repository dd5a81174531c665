namespace Fdkt.Privacy.Accounting;

/// <summary>Integer counts released with exact discrete Gaussian noise, one record moving each of some cells by 1.</summary>
/// <param name="NoiseMultiplier">
/// σ of the noise, per unit of change in one cell. Finite, at least 0; 0 has ε = ∞. Under 1 the law differs visibly from the
/// continuous Gaussian's and is charged as it is.
/// </param>
/// <param name="Count">
/// Number of cells a record can move by 1 each, over all histograms charged here. At least 0. A record that moves one cell by
/// 2 or more is not this event.
/// </param>
/// <remarks>Canonne, Kamath, Steinke 2020, arXiv:2004.00010.</remarks>
/// <exception cref="PrivacyParameterException">A value out of its range, or NaN.</exception>
public sealed record DiscreteGaussianEvent(double NoiseMultiplier, int Count) : PrivacyEvent
{
    /// <summary>σ, finite and at least 0.</summary>
    public double NoiseMultiplier { get; } = PrivacyParameters.NoiseMultiplier(NoiseMultiplier);

    /// <summary>Number of cells, at least 0.</summary>
    public int Count { get; } = PrivacyParameters.Count(Count, "count");

    internal override bool IsVoid => Count == 0;
}

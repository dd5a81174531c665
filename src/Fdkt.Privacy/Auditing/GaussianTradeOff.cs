using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Auditing;

/// <summary>The trade-off of two normal laws of deviation 1 at distance μ: of a Gaussian mechanism with μ = sensitivity over
/// noise.</summary>
/// <param name="Mu">μ, at least 0.</param>
/// <remarks>Φ(Φ⁻¹(rate) − μ). Dong, Roth, Su 2022, arXiv:1905.02383, Definition 2.6.</remarks>
public sealed record GaussianTradeOff(double Mu) : ITradeOff
{
    /// <inheritdoc />
    public double LeastFalsePositiveRate(double truePositiveRate) => new NormalTail(NormalQuantile.Of(truePositiveRate) - Mu).Below;
}

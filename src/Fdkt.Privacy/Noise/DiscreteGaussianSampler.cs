using System.Numerics;

namespace Fdkt.Privacy.Noise;

/// <summary>Exact draws from the discrete Gaussian: P(x) ∝ exp(−x²/2σ²) on the integers.</summary>
/// <remarks>
/// Canonne, Kamath, Steinke 2020, arXiv:2004.00010, Algorithms 2 and 3. Integer arithmetic only, so no attack on the
/// low bits of floating-point numbers applies. The running time of a draw depends on the value drawn.
/// Thread-safe if its source is.
/// </remarks>
public sealed class DiscreteGaussianSampler
{
    private readonly ExactCoins _coins;
    private readonly BigInteger _numerator;    // σ² = numerator / denominator
    private readonly BigInteger _denominator;
    private readonly ulong _scale;             // ⌊σ⌋ + 1, the scale of the proposal
    private readonly BigInteger _acceptanceDenominator;

    /// <summary>A sampler for the variance varianceNumerator / varianceDenominator.</summary>
    /// <param name="varianceNumerator">At least 0; 0 makes every draw 0.</param>
    /// <param name="varianceDenominator">At least 1.</param>
    /// <param name="source">Uniform bytes; a cryptographic source wherever the noise protects privacy.</param>
    /// <exception cref="ArgumentOutOfRangeException">An out-of-range fraction, or σ of 2^62 or more.</exception>
    public DiscreteGaussianSampler(BigInteger varianceNumerator, BigInteger varianceDenominator, IRandomSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(varianceNumerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(varianceDenominator);
        BigInteger common = BigInteger.GreatestCommonDivisor(varianceNumerator, varianceDenominator);
        _coins = new ExactCoins(source);
        _numerator = varianceNumerator / common;
        _denominator = varianceDenominator / common;
        BigInteger scale = FloorSquareRoot(_numerator / _denominator) + 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, BigInteger.One << 62, nameof(varianceNumerator));
        _scale = (ulong)scale;
        _acceptanceDenominator = 2 * _numerator * _denominator * scale * scale;
    }

    /// <summary>A sampler whose σ is exactly the given double (every double is a fraction).</summary>
    /// <param name="standardDeviation">σ. Finite, at least 0; 0 makes every draw 0.</param>
    /// <param name="source">Uniform bytes; a cryptographic source wherever the noise protects privacy.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative, infinite, NaN, or 2^62 or more.</exception>
    public static DiscreteGaussianSampler FromStandardDeviation(double standardDeviation, IRandomSource source)
    {
        if (!double.IsFinite(standardDeviation) || standardDeviation < 0.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation, "The noise standard deviation must be finite and at least 0.");
        }

        // σ = mantissa · 2^shift exactly.
        long bits = BitConverter.DoubleToInt64Bits(standardDeviation);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        int shift = Math.Max(exponent, 1) - 1075;
        BigInteger square = (BigInteger)mantissa * mantissa;
        return shift >= 0
            ? new DiscreteGaussianSampler(square << (2 * shift), BigInteger.One, source)
            : new DiscreteGaussianSampler(square, BigInteger.One << (-2 * shift), source);
    }

    /// <summary>σ² in lowest terms.</summary>
    internal (BigInteger Numerator, BigInteger Denominator) Variance => (_numerator, _denominator);

    /// <summary>One draw: mean 0, variance at most σ² (equal to it within 1e-6 for σ ≥ 1).</summary>
    /// <returns>Any integer; beyond 10σ with probability under 1e-22.</returns>
    public long Next()
    {
        if (_numerator.IsZero)
        {
            return 0;
        }

        while (true)
        {
            long proposal = NextLaplace();

            // Accept with exp(−(|y| − σ²/t)²/2σ²); over the common denominator, t the scale of the proposal.
            BigInteger distance = (((BigInteger)Math.Abs(proposal)) * _scale * _denominator) - _numerator;
            if (_coins.ExponentialOf(distance * distance, _acceptanceDenominator))
            {
                return proposal;
            }
        }
    }

    // P(x) ∝ exp(−|x|/t), t the scale (Algorithm 2 with s = 1).
    private long NextLaplace()
    {
        while (true)
        {
            ulong remainder = _coins.Uniform(_scale);
            if (!_coins.ExponentialOfFraction(remainder, _scale))
            {
                continue;
            }

            ulong quotient = 0;
            while (_coins.ExponentialOfOne())
            {
                quotient++;
            }

            long magnitude = checked((long)((quotient * _scale) + remainder));
            bool negative = _coins.Fair();
            if (negative && magnitude == 0)
            {
                continue; // zero must not count twice
            }

            return negative ? -magnitude : magnitude;
        }
    }

    private static BigInteger FloorSquareRoot(BigInteger value)
    {
        if (value.IsZero)
        {
            return BigInteger.Zero;
        }

        // Newton from above: decreases until it reaches the floor.
        BigInteger root = value;
        while (true)
        {
            BigInteger next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}

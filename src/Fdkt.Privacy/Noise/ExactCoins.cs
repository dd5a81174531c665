using System.Numerics;
using System.Runtime.InteropServices;

namespace Fdkt.Privacy.Noise;

/// <summary>Coins of rational and exponential bias, in integer arithmetic only.</summary>
/// <remarks>Canonne, Kamath, Steinke 2020, arXiv:2004.00010, Algorithm 1.</remarks>
internal sealed class ExactCoins(IRandomSource source)
{
    /// <summary>Uniform in 0 … bound − 1 by rejection. The bound is at least 1.</summary>
    public BigInteger Uniform(BigInteger bound)
    {
        if (bound <= ulong.MaxValue)
        {
            return Uniform((ulong)bound);
        }

        int bitCount = (int)(bound - 1).GetBitLength();
        var bytes = new byte[(bitCount + 7) / 8];
        byte topMask = (byte)(0xFF >> ((bytes.Length * 8) - bitCount));
        while (true)
        {
            source.Fill(bytes);
            bytes[^1] &= topMask;
            var candidate = new BigInteger(bytes, isUnsigned: true);
            if (candidate < bound)
            {
                return candidate;
            }
        }
    }

    /// <summary>Uniform in 0 … bound − 1 by rejection. The bound is at least 1.</summary>
    public ulong Uniform(ulong bound)
    {
        ulong mask = bound <= 1 ? 0 : ulong.MaxValue >> BitOperations.LeadingZeroCount(bound - 1);
        while (true)
        {
            ulong candidate = NextBits() & mask;
            if (candidate < bound)
            {
                return candidate;
            }
        }
    }

    /// <summary>True with probability ½.</summary>
    public bool Fair() => (NextBits() & 1) != 0;

    /// <summary>True with probability exp(−numerator/denominator). Numerator ≥ 0, denominator ≥ 1.</summary>
    public bool ExponentialOf(BigInteger numerator, BigInteger denominator)
    {
        BigInteger whole = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        for (BigInteger i = BigInteger.Zero; i < whole; i++)
        {
            if (!ExponentialOfFraction(1, 1))
            {
                return false;
            }
        }

        return ExponentialOfFraction(rest, denominator);
    }

    /// <summary>True with probability exp(−1).</summary>
    public bool ExponentialOfOne() => ExponentialOfFraction(1, 1);

    // exp(−γ) for γ in [0, 1]: the number of coins γ/1, γ/2, γ/3 … up to the first tails is odd with this probability.
    private bool ExponentialOfFraction(BigInteger numerator, BigInteger denominator)
    {
        ulong k = 1;
        while (Uniform(denominator * k) < numerator)
        {
            k++;
        }

        return (k & 1) == 1;
    }

    // The same for small integers, which is every draw of a plan whose σ is a short fraction.
    public bool ExponentialOfFraction(ulong numerator, ulong denominator)
    {
        // The product stays far below 2^64: k beyond 40 has probability under 1/40!.
        if (denominator > ulong.MaxValue >> 16)
        {
            return ExponentialOfFraction((BigInteger)numerator, denominator);
        }

        ulong k = 1;
        while (Uniform(checked(denominator * k)) < numerator)
        {
            k++;
        }

        return (k & 1) == 1;
    }

    private ulong NextBits()
    {
        ulong bits = 0;
        source.Fill(MemoryMarshal.AsBytes(new Span<ulong>(ref bits)));
        return bits;
    }
}

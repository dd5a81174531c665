namespace Fdkt.Privacy.Noise;

/// <summary>Uniform random bytes: the only source of randomness in this project.</summary>
/// <remarks>
/// Whatever protects privacy (sampling coins, noise) takes <see cref="CryptographicRandomSource"/>. Tests pass a seeded
/// one. Implementations need not be thread-safe unless they say so.
/// </remarks>
public interface IRandomSource
{
    /// <summary>Overwrites every byte of <paramref name="destination"/> with independent uniform bytes.</summary>
    /// <param name="destination">Any length; empty does nothing.</param>
    void Fill(Span<byte> destination);
}

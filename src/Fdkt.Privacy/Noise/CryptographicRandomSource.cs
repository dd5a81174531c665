using System.Security.Cryptography;

namespace Fdkt.Privacy.Noise;

/// <summary>Bytes of the operating system's cryptographic generator, buffered so that small requests are cheap.</summary>
/// <remarks>
/// Thread-safe: requests past the buffer go straight to the generator, smaller ones share the buffer under a lock.
/// Bytes handed out are erased from the buffer.
/// </remarks>
public sealed class CryptographicRandomSource : IRandomSource
{
    // Large enough to hide the cost of a call to the generator, small enough to stay in the first-level cache.
    private const int BufferBytes = 4096;

    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _next = BufferBytes;

    /// <summary>One instance for the whole process.</summary>
    public static CryptographicRandomSource Shared { get; } = new();

    /// <inheritdoc />
    public void Fill(Span<byte> destination)
    {
        if (destination.Length >= BufferBytes / 4)
        {
            RandomNumberGenerator.Fill(destination);
            return;
        }

        lock (_gate)
        {
            if (destination.Length > BufferBytes - _next)
            {
                RandomNumberGenerator.Fill(_buffer);
                _next = 0;
            }

            Span<byte> taken = _buffer.AsSpan(_next, destination.Length);
            taken.CopyTo(destination);
            taken.Clear();
            _next += destination.Length;
        }
    }
}

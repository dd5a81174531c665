using System.Buffers.Binary;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Datasets;

/// <summary>
/// Reads through to a gzip stream's bytes, counts them, and remembers the last ones. The framework's reader takes a stream that is cut short, or that has other
/// bytes behind it, for a whole one; the length that a gzip member ends with tells.
/// </summary>
internal sealed class PackedStream(Stream inner, ArtifactLimits limits) : ReadThroughStream(inner)
{
    // A header of ten bytes, and eight bytes of checksum and length.
    private const int FewestBytes = 18;

    private readonly byte[] _last = new byte[sizeof(uint)];
    private long _total;

    /// <summary>Reads what is left, and says whether the bytes are one whole member of this unpacked length and nothing else.</summary>
    public async Task<bool> EndsAfterAsync(long unpacked, CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken).ConfigureAwait(false);
        return _total >= FewestBytes && BinaryPrimitives.ReadUInt32LittleEndian(_last) == unchecked((uint)unpacked);
    }

    protected override void Note(ReadOnlySpan<byte> bytes)
    {
        _total += bytes.Length;
        if (_total > limits.MaximumPackedBytes)
        {
            throw new RefusedException(ReasonCode.TooManyBytes, $"The data set has more than {limits.MaximumPackedBytes} bytes.");
        }

        ReadOnlySpan<byte> last = bytes[^Math.Min(bytes.Length, _last.Length)..];
        _last.AsSpan(last.Length).CopyTo(_last);
        last.CopyTo(_last.AsSpan(_last.Length - last.Length));
    }

    // The caller's stream stays the caller's.
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}

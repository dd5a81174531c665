using System.Buffers.Binary;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Datasets;

/// <summary>
/// Reads through to a gzip stream's bytes, counts them, and remembers the last ones. The framework's reader takes a stream that is cut short, or that has other
/// bytes behind it, for a whole one; the length that a gzip member ends with tells.
/// </summary>
internal sealed class PackedStream(Stream inner, ArtifactLimits limits) : Stream
{
    // A header of ten bytes, and eight bytes of checksum and length.
    private const int FewestBytes = 18;

    private readonly byte[] _last = new byte[sizeof(uint)];
    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what is left, and says whether the bytes are one whole member of this unpacked length and nothing else.</summary>
    public async Task<bool> EndsAfterAsync(long unpacked, CancellationToken cancellationToken)
    {
        byte[] rest = new byte[4096];
        while (await ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        return _total >= FewestBytes && BinaryPrimitives.ReadUInt32LittleEndian(_last) == unchecked((uint)unpacked);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Note(buffer.Span[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        Note(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Note(ReadOnlySpan<byte> bytes)
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
}

using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport.Artifacts;

/// <summary>Reads through and compares what it read with a reference, so that bytes are checked in one pass and never held.</summary>
internal sealed class CheckedStream(Stream inner, ArtifactReference expected) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what is left and compares.</summary>
    /// <exception cref="RefusedException">The bytes are not the expected ones.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        byte[] rest = new byte[16 * 1024];
        while (await ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        if (_read != expected.Length || Convert.ToHexStringLower(_hash.GetCurrentHash()) != expected.Sha256)
        {
            throw Mismatch();
        }
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

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        inner.Dispose();
        base.Dispose(disposing);
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        if (_read > expected.Length)
        {
            throw Mismatch();
        }

        _hash.AppendData(bytes);
    }

    private RefusedException Mismatch() => new(ReasonCode.ContentMismatch, $"The bytes stored at {expected.Name} are not those that were announced.");
}

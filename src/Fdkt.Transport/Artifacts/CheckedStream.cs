using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport.Artifacts;

/// <summary>Reads through and compares what it read with a reference, so that bytes are checked in one pass and never held.</summary>
internal sealed class CheckedStream(Stream inner, ArtifactReference expected) : ReadThroughStream(inner)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    /// <summary>Reads what is left and compares.</summary>
    /// <exception cref="RefusedException">The bytes are not the expected ones.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken).ConfigureAwait(false);
        if (_read != expected.Length || Convert.ToHexStringLower(_hash.GetCurrentHash()) != expected.Sha256)
        {
            throw Mismatch();
        }
    }

    protected override void Note(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        if (_read > expected.Length)
        {
            throw Mismatch();
        }

        _hash.AppendData(bytes);
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private RefusedException Mismatch() => new(ReasonCode.ContentMismatch, $"The bytes stored at {expected.Name} are not those that were announced.");
}

using System.Security.Cryptography;
using System.Text;

namespace Fdkt.Learning.Encoders;

/// <summary>Keeps the states of an encoder on disk, so that no text is encoded twice by it, by anybody who uses the folder.</summary>
/// <remarks>
/// States tell much of a text: the folder has mode 700, its files 600, and it belongs beside the private data that was encoded.
/// A state is found by encoder, mode and SHA-256 of the text. What was encoded <see cref="EncodingMode.Batched"/> is never given to a request for
/// <see cref="EncodingMode.Independent"/> states. Several processes may use one folder: each adds files of its own. A damaged file is dropped, and a cache that can't be written is none.
/// </remarks>
public sealed class CachedEncoder : ITextEncoder, IDisposable
{
    /// <summary>Most bytes a folder holds unless told otherwise: about 330,000 states of the built-in encoder.</summary>
    public const long DefaultMaximumBytes = 512L << 20;

    // So much is lost at most where the work is stopped.
    private const int TextsPerSegment = 2_048;

    private readonly ITextEncoder _inner;
    private readonly StateStore _independent;
    private readonly StateStore _batched;

    /// <summary>Puts a cache before an encoder.</summary>
    /// <param name="inner">The encoder. Not owned.</param>
    /// <param name="folder">Where the states are kept; made where it is not there.</param>
    /// <param name="maximumBytes">Most bytes of the folder, at least 0; the oldest files go first. Zero keeps nothing.</param>
    public CachedEncoder(ITextEncoder inner, string folder, long maximumBytes = DefaultMaximumBytes)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumBytes);
        _inner = inner;
        _independent = new StateStore(folder, $"{inner.Hash}-independent", maximumBytes);
        _batched = new StateStore(folder, $"{inner.Hash}-batched", maximumBytes);
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public string Hash => _inner.Hash;

    /// <inheritdoc/>
    public int Dimension => _inner.Dimension;

    /// <inheritdoc/>
    public bool StaysInProcess => _inner.StaysInProcess;

    /// <inheritdoc/>
    public async Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        cancellationToken.ThrowIfCancellationRequested();
        StateStore store = mode == EncodingMode.Independent ? _independent : _batched;
        StateKey[] keys = await Task.Run(() => Array.ConvertAll([.. texts], StateKey.Of), cancellationToken).ConfigureAwait(false);
        float[]?[] found = await Task.Run(() => store.Read(keys), cancellationToken).ConfigureAwait(false);
        int[] missing = [.. Enumerable.Range(0, keys.Length).Where(i => found[i] is null).DistinctBy(i => keys[i])];
        int done = found.Count(state => state is not null);
        progress?.Report(done);
        var made = new Dictionary<StateKey, float[]>(missing.Length);
        foreach (int[] part in missing.Chunk(TextsPerSegment))
        {
            int before = done;
            IProgress<int>? inner = progress is null ? null : new Offset(progress, before);
            float[][] states = await _inner.EncodeAsync([.. part.Select(i => texts[i])], mode, inner, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < part.Length; i++)
            {
                made.Add(keys[part[i]], states[i]);
            }

            done += part.Length;
            await Task.Run(() => store.Add([.. part.Select(i => keys[i])], states), cancellationToken).ConfigureAwait(false);
        }

        progress?.Report(texts.Count);
        // A copy each: the states are the caller's own, and one text may stand twice.
        return [.. found.Select((state, i) => state ?? [.. made[keys[i]]])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _independent.Dispose();
        _batched.Dispose();
    }

    private sealed class Offset(IProgress<int> progress, int before) : IProgress<int>
    {
        public void Report(int value) => progress.Report(before + value);
    }
}

/// <summary>What a state is found by: SHA-256 of the text's UTF-8 bytes, in four parts.</summary>
internal readonly record struct StateKey(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    /// <summary>The key of a text. A lone surrogate, which UTF-8 has no bytes for, counts by its own value.</summary>
    public static StateKey Of(string text) => Of(SHA256.HashData(IsWhole(text) ? Encoding.UTF8.GetBytes(text) : [0xff, .. Encoding.Unicode.GetBytes(text)]));

    /// <summary>The key in 32 bytes.</summary>
    public static StateKey Of(ReadOnlySpan<byte> bytes) =>
        new(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]), BitConverter.ToUInt64(bytes[16..]), BitConverter.ToUInt64(bytes[24..]));

    /// <summary>Writes the key as 32 bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BitConverter.TryWriteBytes(bytes, A);
        BitConverter.TryWriteBytes(bytes[8..], B);
        BitConverter.TryWriteBytes(bytes[16..], C);
        BitConverter.TryWriteBytes(bytes[24..], D);
    }

    private static bool IsWhole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Encoders;

/// <summary>The encoder <c>trained</c>: word vectors that Fdkt learned from public text. Each text is encoded alone in both modes.</summary>
/// <param name="encoder">The word vectors.</param>
public sealed class WordVectorEncoder(TextEncoder encoder) : ITextEncoder
{
    private readonly Lazy<string> _hash = new(() => HashOf(encoder));

    /// <inheritdoc/>
    public string Name => "word vectors of the public corpus";

    /// <inheritdoc/>
    public string Hash => _hash.Value;

    /// <inheritdoc/>
    public int Dimension => encoder.Dimension;

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <inheritdoc/>
    public Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        cancellationToken.ThrowIfCancellationRequested();
        float[][] states = encoder.EncodeAll(texts);
        progress?.Report(states.Length);
        return Task.FromResult(states);
    }

    private static string HashOf(TextEncoder encoder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"word vectors {encoder.Dimension}\n{string.Join('\n', encoder.WordList)}\n"));
        hash.AppendData(MemoryMarshal.AsBytes(encoder.Vectors.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(encoder.Mean.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Buffers.Binary;

namespace Fdkt.Learning.Tokenizers;

/// <summary>The tokenizer of llama2.c models: a SentencePiece vocabulary with scores, from a <c>tokenizer.bin</c>. Thread-safe.</summary>
/// <remarks>
/// File, little-endian: int32 longest piece; then per token a float32 score, an int32 byte length and the bytes. Ids 0 to 2 are unknown,
/// begin and end; 3 to 258 the 256 bytes; the rest pieces. A text starts with a blank that <see cref="Decode"/> takes away again.
/// </remarks>
public sealed class Llama2cTokenizer : ITextTokenizer
{
    private const int FirstByteId = 3;
    private const int FirstPieceId = FirstByteId + 256;
    private const int LargestFile = 16 << 20;

    private readonly PieceEncoder _encoder;

    private Llama2cTokenizer(List<byte[]> tokens, List<float> scores)
    {
        byte[][] pieces = [.. tokens.Select((token, id) => id >= FirstPieceId ? token : id >= FirstByteId ? [(byte)(id - FirstByteId)] : [])];
        int[] byteIds = [.. Enumerable.Range(FirstByteId, 256)];
        bool[] isPiece = [.. tokens.Select((_, id) => id >= FirstPieceId)];
        _encoder = new PieceEncoder(pieces, isPiece, byteIds, unknownId: 0, PieceEncoder.ByScore(pieces, isPiece, scores));
    }

    /// <inheritdoc/>
    public int VocabularySize => _encoder.Count;

    /// <inheritdoc/>
    public int BeginId => 1;

    /// <summary>Id that ends a text. Models trained on TinyStories end a text with <see cref="BeginId"/> instead.</summary>
    public int EndId => 2;

    /// <summary>Id that fills a batch: the unknown token, which no text yields.</summary>
    public int PadId => 0;

    /// <summary>Reads a <c>tokenizer.bin</c>.</summary>
    /// <param name="path">The file. At most 16 MiB.</param>
    /// <exception cref="TokenizerException">The file is cut short or is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Llama2cTokenizer Load(string path)
    {
        long length = new FileInfo(path).Length;
        if (length is < 4 or > LargestFile)
        {
            throw new TokenizerException(path, $"{length} bytes; a tokenizer.bin has 4 to {LargestFile}.");
        }

        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        int longest = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        bytes = bytes[4..];
        var tokens = new List<byte[]>();
        var scores = new List<float>();
        while (!bytes.IsEmpty)
        {
            int size = bytes.Length >= 8 ? BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) : -1;
            float score = bytes.Length >= 8 ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : float.NaN;
            if (size < 0 || size > bytes.Length - 8 || float.IsNaN(score))
            {
                throw new TokenizerException(path, $"token {tokens.Count} is cut short, of a length that cannot be, or without a score.");
            }

            tokens.Add(bytes.Slice(8, size).ToArray());
            scores.Add(score);
            bytes = bytes[(8 + size)..];
        }

        if (tokens.Count < FirstPieceId || tokens.Max(token => token.Length) > Math.Max(longest, 6))
        {
            throw new TokenizerException(path, $"{tokens.Count} tokens with a stated longest piece of {longest} bytes are not a llama2.c vocabulary.");
        }

        return new Llama2cTokenizer(tokens, scores);
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? [] : _encoder.Encode($" {text}");
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids) => _encoder.Decode(ids, dropsBlank: true);
}

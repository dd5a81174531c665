using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Byte-pair encoding over code points, as SentencePiece does it, with bytes for what has no piece. Thread-safe.</summary>
internal sealed class PieceEncoder
{
    private readonly byte[][] _tokens;
    private readonly int[]? _byteIds;
    private readonly int _unknownId;
    private readonly Dictionary<string, int> _pieces = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<long, (double Priority, int Result)> _merges;

    /// <param name="tokens">Bytes of each id, a blank where the file has its mark; empty for ids that give no text.</param>
    /// <param name="isPiece">Whether an id stands for the text of its bytes.</param>
    /// <param name="byteIds">Ids of the 256 bytes, or null where the vocabulary has none.</param>
    /// <param name="unknownId">What a code point becomes that has neither piece nor bytes.</param>
    /// <param name="merges">As <see cref="PairMerger"/> takes them, over ids of pieces.</param>
    public PieceEncoder(byte[][] tokens, bool[] isPiece, int[]? byteIds, int unknownId, IReadOnlyDictionary<long, (double Priority, int Result)> merges)
    {
        (_tokens, _byteIds, _unknownId, _merges) = (tokens, byteIds, unknownId, merges);
        for (int id = 0; id < tokens.Length; id++)
        {
            if (isPiece[id])
            {
                _pieces.TryAdd(Latin(tokens[id]), id);
            }
        }
    }

    public int Count => _tokens.Length;

    /// <summary>"Adjacent pair whose joined text is a piece" as merges: every cut of a piece into two pieces, the highest score first.</summary>
    public static Dictionary<long, (double Priority, int Result)> ByScore(byte[][] tokens, bool[] isPiece, IReadOnlyList<float> scores)
    {
        var pieces = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < tokens.Length; id++)
        {
            if (isPiece[id])
            {
                pieces.TryAdd(Latin(tokens[id]), id);
            }
        }

        var merges = new Dictionary<long, (double, int)>();
        foreach ((string piece, int id) in pieces)
        {
            for (int cut = 1; cut < piece.Length; cut++)
            {
                if (pieces.TryGetValue(piece[..cut], out int left) && pieces.TryGetValue(piece[cut..], out int right))
                {
                    merges[PairMerger.Key(left, right)] = (-scores[id], id);
                }
            }
        }

        return merges;
    }

    /// <summary>Ids of a text as it is, without a blank before it.</summary>
    public int[] Encode(string text)
    {
        var ids = new List<int>(text.Length + 1);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            ReadOnlySpan<byte> bytes = utf8[..rune.EncodeToUtf8(utf8)];
            if (_pieces.TryGetValue(Latin(bytes), out int id))
            {
                ids.Add(id);
                continue;
            }

            if (_byteIds is null)
            {
                ids.Add(_unknownId);
                continue;
            }

            foreach (byte value in bytes)
            {
                ids.Add(_byteIds[value]);
            }
        }

        return PairMerger.Merge([.. ids], _merges);
    }

    /// <summary>Text of ids.</summary>
    /// <param name="ids">Ids of the vocabulary.</param>
    /// <param name="dropsBlank">True takes a blank at the start away again.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool dropsBlank)
    {
        var bytes = new List<byte>(ids.Length * 4);
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, _tokens.Length, nameof(ids));
            bytes.AddRange(_tokens[id]);
        }

        return Encoding.UTF8.GetString([.. dropsBlank && bytes is [(byte)' ', ..] ? bytes.Skip(1) : bytes]);
    }

    // A string with one character per byte: a key that compares by content.
    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}

using System.Globalization;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Reads a SentencePiece <c>tokenizer.model</c> of the BPE kind (google/sentencepiece, sentencepiece_model.proto).</summary>
internal static class SentencePieceFile
{
    /// <summary>The character that stands for a blank in pieces.</summary>
    public const char BlankMark = '\u2581';

    private const ulong ByteFallbackKind = 6;
    private const ulong BpeModel = 2;

    /// <summary>Reads the file.</summary>
    /// <exception cref="TokenizerException">It is damaged, or of a kind that would encode differently.</exception>
    public static PieceVocabulary Read(string path)
    {
        var pieces = new List<(byte[] Text, float Score, ulong Kind)>();
        ulong model = 1;
        bool addsBlank = true;
        var message = new ProtobufFields(path, TokenizerFiles.ReadBytes(path));
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case 1:
                    pieces.Add(Piece(path, message.Bytes));
                    break;
                case 2:
                    model = Trainer(path, message.Bytes, model);
                    break;
                case 3:
                    addsBlank = Normalizer(path, message.Bytes);
                    break;
                default:
                    break;
            }
        }

        if (pieces.Count == 0 || model != BpeModel)
        {
            throw new TokenizerException(path, $"it has {pieces.Count} pieces and model type {model}; only BPE, type {BpeModel}, is supported.");
        }

        return Vocabulary(path, pieces, addsBlank);
    }

    /// <summary>The id of a byte token's name such as &lt;0x0A&gt;, or -1.</summary>
    public static int ByteOf(string name) =>
        name.Length == 6 && name.StartsWith("<0x", StringComparison.Ordinal) && name[5] == '>'
        && byte.TryParse(name.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : -1;

    /// <summary>Bytes of a piece, with the blank in place of its mark.</summary>
    public static byte[] BytesOf(string piece) => Encoding.UTF8.GetBytes(piece.Replace(BlankMark, ' '));

    /// <summary>Ids of the 256 bytes; null where none is there.</summary>
    /// <exception cref="TokenizerException">Some are there and some are not.</exception>
    public static int[]? CompleteByteIds(string path, int[] ids)
    {
        int missing = Array.IndexOf(ids, -1);
        return missing < 0 ? ids
            : ids.All(id => id < 0) ? null
            : throw new TokenizerException(path, $"byte 0x{missing:x2} has no token while others have.");
    }

    private static PieceVocabulary Vocabulary(string path, List<(byte[] Text, float Score, ulong Kind)> pieces, bool addsBlank)
    {
        var tokens = new byte[pieces.Count][];
        var isPiece = new bool[pieces.Count];
        int[] byteIds = [.. Enumerable.Repeat(-1, 256)];
        var specials = new Dictionary<string, int>(StringComparer.Ordinal);
        int unknown = -1;
        for (int id = 0; id < pieces.Count; id++)
        {
            string name = Encoding.UTF8.GetString(pieces[id].Text);
            tokens[id] = [];
            switch (pieces[id].Kind)
            {
                case 1:
                    (tokens[id], isPiece[id]) = (BytesOf(name), true);
                    break;
                case 2:
                    unknown = id;
                    break;
                case 3:
                    specials.TryAdd(name, id);
                    break;
                case 5:
                    break;
                case ByteFallbackKind when ByteOf(name) is >= 0 and int value:
                    (tokens[id], byteIds[value]) = ([(byte)value], id);
                    break;
                default:
                    throw new TokenizerException(path, $"piece {id} is of kind {pieces[id].Kind}, which is not supported.");
            }
        }

        if (unknown < 0)
        {
            throw new TokenizerException(path, "it has no piece for what is unknown.");
        }

        return new PieceVocabulary(
            tokens, isPiece, CompleteByteIds(path, byteIds), unknown, PieceEncoder.ByScore(tokens, isPiece, [.. pieces.Select(piece => piece.Score)]), specials, addsBlank);
    }

    private static (byte[] Text, float Score, ulong Kind) Piece(string path, ReadOnlySpan<byte> bytes)
    {
        var fields = new ProtobufFields(path, bytes);
        (byte[] text, float score, ulong kind) = ([], 0f, 1UL);
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case 1:
                    text = fields.Bytes.ToArray();
                    break;
                case 2:
                    score = fields.Single;
                    break;
                case 3:
                    kind = fields.Number;
                    break;
                default:
                    break;
            }
        }

        return text.Length > 0 && float.IsFinite(score) ? (text, score, kind) : throw new TokenizerException(path, "a piece has no text, or a score that is not finite.");
    }

    private static ulong Trainer(string path, ReadOnlySpan<byte> bytes, ulong model)
    {
        var fields = new ProtobufFields(path, bytes);
        while (fields.MoveNext())
        {
            if (fields.Field == 3)
            {
                model = fields.Number;
            }
            else if (fields.Field == 24 && fields.Number != 0)
            {
                throw new TokenizerException(path, "treat_whitespace_as_suffix is set, which is not supported.");
            }
        }

        return model;
    }

    /// <summary>Whether a blank is added; refuses normalisation.</summary>
    private static bool Normalizer(string path, ReadOnlySpan<byte> bytes)
    {
        var fields = new ProtobufFields(path, bytes);
        (bool addsBlank, bool removesBlanks, bool marksBlanks) = (true, true, true);
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case 2 when !fields.Bytes.IsEmpty:
                    throw new TokenizerException(path, "it normalises characters by a map of its own, which is not supported.");
                case 3:
                    addsBlank = fields.Number != 0;
                    break;
                case 4:
                    removesBlanks = fields.Number != 0;
                    break;
                case 5:
                    marksBlanks = fields.Number != 0;
                    break;
                default:
                    break;
            }
        }

        return !removesBlanks && marksBlanks
            ? addsBlank
            : throw new TokenizerException(path, "remove_extra_whitespaces is set or escape_whitespaces is not; only the other way round is supported, as Llama has it.");
    }
}

using System.Text;
using System.Text.Json;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Reads a WordPiece vocabulary: <c>vocab.txt</c>, or a <c>tokenizer.json</c> of BERT's form.</summary>
internal static class WordPieceFile
{
    /// <summary>Name of the file with a token on each line.</summary>
    public const string Name = "vocab.txt";

    /// <summary>Name of the token for words that cannot be put together, unless the files say otherwise.</summary>
    public const string UsualUnknown = "[UNK]";

    /// <summary>What begins a token that continues a word.</summary>
    public const string Continues = "##";

    /// <summary>Most characters of a word; longer ones are unknown. What every published file has.</summary>
    public const int LongestWord = 100;

    // The names BERT's files use, where they say nothing.
    private static readonly string[] UsualSpecials = ["[PAD]", UsualUnknown, "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Whether a <c>tokenizer.json</c> holds a WordPiece model.</summary>
    /// <exception cref="TokenizerException">The file is damaged.</exception>
    public static bool IsOne(string path) => TokenizerFiles.ReadJson(
        path, root => TokenizerJsonModel.Member(path, TokenizerJsonModel.Member(path, root, "model"), "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("WordPiece"));

    /// <summary>Reads a <c>vocab.txt</c>: a token on each line, ids from 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">What the files beside it say of special tokens, case and accents.</param>
    /// <exception cref="TokenizerException">The file is damaged.</exception>
    public static WordPieceVocabulary ReadText(string path, SpecialTokenNames names) => Parse(path, TokenizerFiles.ReadBytes(path), names);

    /// <summary>Reads the bytes of a <c>vocab.txt</c>.</summary>
    /// <param name="path">Where they come from, for messages.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="names">What the files beside it say of special tokens, case and accents.</param>
    /// <exception cref="TokenizerException">They are damaged.</exception>
    public static WordPieceVocabulary Parse(string path, byte[] bytes, SpecialTokenNames names)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        int count = lines.Length > 0 && lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        string[] tokens = [.. lines.Take(count).Select(line => line.EndsWith('\r') ? line[..^1] : line)];
        string unknown = names.NameOf("unk") ?? UsualUnknown;
        IEnumerable<string> known = [.. UsualSpecials, unknown, .. ((string[])["cls", "sep", "pad", "mask"]).Select(names.NameOf).OfType<string>()];
        var specials = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in known.Distinct(StringComparer.Ordinal))
        {
            if (Array.IndexOf(tokens, name) is >= 0 and int id)
            {
                specials.Add(name, id);
            }
        }

        bool lowercase = names.Flag("do_lower_case") ?? true;
        return Checked(path, new WordPieceVocabulary(tokens, specials, unknown, lowercase, names.Flag("strip_accents") ?? lowercase, names.Flag("tokenize_chinese_chars") ?? true));
    }

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <exception cref="TokenizerException">The file is damaged, or prepares text in another way than BERT.</exception>
    public static WordPieceVocabulary ReadJson(string path) => TokenizerFiles.ReadJson(path, root =>
    {
        JsonElement model = TokenizerJsonModel.Member(path, root, "model");
        TokenizerJsonModel.Require(path, model, "model", "WordPiece");
        TokenizerJsonModel.Require(path, TokenizerJsonModel.Member(path, root, "pre_tokenizer"), "pre_tokenizer", "BertPreTokenizer");
        JsonElement normalizer = TokenizerJsonModel.Member(path, root, "normalizer");
        TokenizerJsonModel.Require(path, normalizer, "normalizer", "BertNormalizer");
        if (Text(model, "continuing_subword_prefix") is { } prefix && prefix != Continues)
        {
            throw new TokenizerException(path, $"model.continuing_subword_prefix is another; only '{Continues}' is supported.");
        }

        if (model.TryGetProperty("max_input_chars_per_word", out JsonElement longest) && longest.GetInt32() != LongestWord)
        {
            throw new TokenizerException(path, $"model.max_input_chars_per_word is another; only {LongestWord} is supported.");
        }

        if (Flag(normalizer, "clean_text") == false)
        {
            throw new TokenizerException(path, "normalizer.clean_text is false; only true is supported.");
        }

        string[] tokens = TokenizerJsonModel.Vocabulary(path, TokenizerJsonModel.Member(path, model, "vocab"));
        List<AddedToken> added = TokenizerJsonFile.Added(path, root);
        // Checks ids and their names.
        TokenizerFiles.WithAdded(path, [.. tokens.Select(_ => Array.Empty<byte>())], tokens, added);
        int count = Math.Max(tokens.Length, added.Count == 0 ? 0 : added.Max(token => token.Id) + 1);
        string[] all = [.. tokens, .. Enumerable.Range(tokens.Length, count - tokens.Length).Select(id => added.FirstOrDefault(token => token.Id == id)?.Text ?? $"[unused id {id}]")];
        bool lowercase = Flag(normalizer, "lowercase") ?? true;
        return Checked(path, new WordPieceVocabulary(
            all, TokenizerFiles.ByName(path, added), Text(model, "unk_token") ?? UsualUnknown, lowercase, Flag(normalizer, "strip_accents") ?? lowercase, Flag(normalizer, "handle_chinese_chars") ?? true));
    });

    private static WordPieceVocabulary Checked(string path, WordPieceVocabulary vocabulary)
    {
        if (vocabulary.Tokens.Length > TokenizerFiles.LargestId)
        {
            throw new TokenizerException(path, $"{vocabulary.Tokens.Length} tokens are more than {TokenizerFiles.LargestId}.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int id = 0; id < vocabulary.Tokens.Length; id++)
        {
            string token = vocabulary.Tokens[id];
            if (token.Length == 0 || token.AsSpan().ContainsAny('\r', '\n') || !seen.Add(token))
            {
                throw new TokenizerException(path, $"token {id} is empty, has a line end in it, or occurs twice.");
            }
        }

        return seen.Contains(vocabulary.Unknown)
            ? vocabulary
            : throw new TokenizerException(path, "the token for unknown words is not in the vocabulary.");
    }

    private static bool? Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}

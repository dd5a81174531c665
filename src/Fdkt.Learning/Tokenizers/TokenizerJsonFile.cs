using System.Text.Json;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Reads the <c>tokenizer.json</c> of a published model, and refuses what would encode differently from what the file says.</summary>
internal static class TokenizerJsonFile
{
    /// <summary>Reads a byte-level vocabulary, or a SentencePiece one.</summary>
    /// <returns>One of the two; the other is null.</returns>
    /// <exception cref="TokenizerException">The file is damaged, contradictory or of a kind that is not supported.</exception>
    public static (ByteLevelVocabulary? Bytes, PieceVocabulary? Pieces) Read(string path) => TokenizerFiles.ReadJson<(ByteLevelVocabulary?, PieceVocabulary?)>(path, root =>
    {
        JsonElement model = TokenizerJsonModel.Member(path, root, "model");
        TokenizerJsonModel.Require(path, model, "model", "BPE");
        if (Optional(model, "dropout") is { ValueKind: JsonValueKind.Number } dropout && dropout.GetDouble() > 0)
        {
            throw new TokenizerException(path, $"model.dropout is {dropout.GetRawText()}; only none is supported.");
        }

        string[] texts = TokenizerJsonModel.Vocabulary(path, TokenizerJsonModel.Member(path, model, "vocab"));
        List<AddedToken> added = Added(path, root);
        JsonElement merges = TokenizerJsonModel.Member(path, model, "merges");
        return Flag(model, "byte_fallback")
            ? (null, Pieces(path, root, model, texts, added, merges))
            : (Bytes(path, root, model, texts, added, merges), null);
    });

    /// <summary>A byte-level vocabulary from texts in the byte alphabet; used for vocab.json with merges.txt as well.</summary>
    public static ByteLevelVocabulary Bytes(
        string path, string[] texts, IReadOnlyList<AddedToken> added, IEnumerable<JsonElement> merges, WordPattern pattern, bool takesWholeWords)
    {
        Dictionary<string, int> specials = TokenizerFiles.ByName(path, added);
        var tokens = new byte[texts.Length][];
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < texts.Length; id++)
        {
            if (specials.TryGetValue(texts[id], out int special) && special == id)
            {
                tokens[id] = [];
                continue;
            }

            tokens[id] = ByteAlphabet.ToBytes(texts[id]) is { Length: > 0 } bytes
                ? bytes
                : throw new TokenizerException(path, $"token {id} is empty or not in the byte alphabet.");
            idOf.Add(texts[id], id);
        }

        TokenizerFiles.RequireEveryByte(path, tokens);
        return new ByteLevelVocabulary(
            TokenizerFiles.WithAdded(path, tokens, texts, added),
            ByteLevelEncoder.Ranked([.. merges.Select((merge, rank) => TokenizerJsonModel.Merge(path, merge, rank, idOf))]),
            specials,
            pattern,
            takesWholeWords);
    }

    private static ByteLevelVocabulary Bytes(string path, JsonElement root, JsonElement model, string[] texts, List<AddedToken> added, JsonElement merges)
    {
        if (Optional(root, "normalizer") is { } normalizer && TypeOf(normalizer) != "NFC")
        {
            throw new TokenizerException(path, "normalizer is another; only none and NFC are supported beside a byte-level model.");
        }

        return Bytes(path, texts, added, merges.EnumerateArray(), Pattern(path, TokenizerJsonModel.Member(path, root, "pre_tokenizer")), Flag(model, "ignore_merges"));
    }

    /// <summary>GPT-2's own form is ByteLevel alone; the newer one splits by an expression first.</summary>
    private static WordPattern Pattern(string path, JsonElement splitter)
    {
        JsonElement[] steps = TypeOf(splitter) == "Sequence" ? [.. TokenizerJsonModel.Member(path, splitter, "pretokenizers").EnumerateArray()] : [splitter];
        if (steps.Length > 0 && TypeOf(steps[^1]) == "ByteLevel" && !Flag(steps[^1], "add_prefix_space"))
        {
            // Missing means true, as in the library that wrote the file.
            bool usesOwn = Optional(steps[^1], "use_regex")?.GetBoolean() ?? true;
            if (steps.Length == 1 && usesOwn)
            {
                return WordPattern.Gpt2;
            }

            if (steps.Length == 2 && !usesOwn && TypeOf(steps[0]) == "Split" && !Flag(steps[0], "invert")
                && Optional(steps[0], "behavior")?.GetString() == "Isolated"
                && Optional(steps[0], "pattern") is { } pattern && Optional(pattern, "Regex")?.GetString() is { } expression
                && WordPatterns.Parse(expression) is { } known)
            {
                return known;
            }
        }

        throw new TokenizerException(path, "pre_tokenizer is another; the forms of GPT-2, Qwen 2 and Llama 3 are supported.");
    }

    private static PieceVocabulary Pieces(string path, JsonElement root, JsonElement model, string[] texts, List<AddedToken> added, JsonElement merges)
    {
        Dictionary<string, int> specials = TokenizerFiles.ByName(path, added);
        var tokens = new byte[texts.Length][];
        var isPiece = new bool[texts.Length];
        int[] byteIds = [.. Enumerable.Repeat(-1, 256)];
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < texts.Length; id++)
        {
            tokens[id] = [];
            if (specials.TryGetValue(texts[id], out int special) && special == id)
            {
                continue;
            }

            if (texts[id].Length == 0)
            {
                throw new TokenizerException(path, $"token {id} is empty.");
            }

            if (SentencePieceFile.ByteOf(texts[id]) is >= 0 and int value)
            {
                (tokens[id], byteIds[value]) = ([(byte)value], id);
                continue;
            }

            (tokens[id], isPiece[id]) = (SentencePieceFile.BytesOf(texts[id]), true);
            idOf.Add(texts[id], id);
        }

        string unknown = Optional(model, "unk_token")?.GetString() ?? "<unk>";
        int unknownId = Array.IndexOf(texts, unknown);
        if (unknownId < 0)
        {
            throw new TokenizerException(path, "model.unk_token is not in model.vocab.");
        }

        byte[][] all = TokenizerFiles.WithAdded(path, tokens, texts, added);
        Array.Resize(ref isPiece, all.Length);
        return new PieceVocabulary(
            all,
            isPiece,
            SentencePieceFile.CompleteByteIds(path, byteIds),
            unknownId,
            ByteLevelEncoder.Ranked([.. merges.EnumerateArray().Select((merge, rank) => TokenizerJsonModel.Merge(path, merge, rank, idOf))]),
            specials,
            AddsBlank(path, root));
    }

    /// <summary>Two published forms: a normalizer that prepends and replaces, or a Metaspace pre-tokenizer that does not split.</summary>
    private static bool AddsBlank(string path, JsonElement root)
    {
        JsonElement? normalizer = Optional(root, "normalizer");
        JsonElement? splitter = Optional(root, "pre_tokenizer");
        if (splitter is { } metaspace && normalizer is null && TypeOf(metaspace) == "Metaspace" && Optional(metaspace, "split")?.ValueKind == JsonValueKind.False)
        {
            return Optional(metaspace, "prepend_scheme")?.GetString() != "never";
        }

        if (normalizer is { } sequence && splitter is null && TypeOf(sequence) == "Sequence")
        {
            string[] steps = [.. TokenizerJsonModel.Member(path, sequence, "normalizers").EnumerateArray().Select(TypeOf)];
            if (steps is ["Prepend", "Replace"] or ["Replace"])
            {
                return steps.Length == 2;
            }
        }

        throw new TokenizerException(
            path, "normalizer and pre_tokenizer are not those of Llama 2 (Prepend and Replace, or a Metaspace that does not split).");
    }

    /// <summary>The tokens that a file adds to its vocabulary.</summary>
    internal static List<AddedToken> Added(string path, JsonElement root)
    {
        var added = new List<AddedToken>();
        if (Optional(root, "added_tokens") is { } tokens)
        {
            foreach (JsonElement token in tokens.EnumerateArray())
            {
                string text = TokenizerJsonModel.Member(path, token, "content").GetString() ?? "";
                added.Add(new AddedToken(TokenizerJsonModel.Member(path, token, "id").GetInt32(), text, Flag(token, "special")));
            }
        }

        return added;
    }

    private static JsonElement? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static bool Flag(JsonElement element, string name) => Optional(element, name)?.GetBoolean() ?? false;

    private static string TypeOf(JsonElement element) => Optional(element, "type")?.GetString() ?? "";
}

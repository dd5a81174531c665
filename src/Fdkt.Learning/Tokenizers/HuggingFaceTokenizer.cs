using System.Text.Json;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Finds and reads the tokenizer in a model's folder.</summary>
public static class HuggingFaceTokenizer
{
    private const string Json = "tokenizer.json";
    private const string Model = "tokenizer.model";
    private const string Vocabulary = "vocab.json";
    private const string Merges = "merges.txt";

    private const string Roberta = "roberta";

    // RoBERTa's older files hold them in the vocabulary and do not say that they are special.
    private static readonly string[] RobertaSpecials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];

    // Ranks in Llama 3's file; its special tokens follow and are in no file beside it.
    private const int Llama3Ranks = 128_000;

    /// <summary>The file a folder's tokenizer would be read from.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Name of <c>tokenizer.json</c>, <c>tokenizer.model</c>, <c>vocab.json</c> or <c>vocab.txt</c>, whichever is there first; null where none is.</returns>
    public static string? FileOf(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new[] { Json, Model, Vocabulary, WordPieceFile.Name }.FirstOrDefault(file => File.Exists(Path.Combine(folder, file)));
    }

    /// <summary>Reads <c>tokenizer.json</c>; where there is none, <c>tokenizer.model</c> (SentencePiece or tiktoken), <c>vocab.json</c> with <c>merges.txt</c>, or <c>vocab.txt</c> (WordPiece).</summary>
    /// <param name="folder">The folder. <c>tokenizer_config.json</c> and <c>config.json</c> in it say which tokens start and end a text.</param>
    /// <exception cref="TokenizerException">No tokenizer, or one that is damaged or not supported.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IModelTokenizer Load(string folder)
    {
        string path = Path.Combine(folder, FileOf(folder) ?? throw new TokenizerException(Path.Combine(folder, Json), $"it is missing, and so are {Model}, {Vocabulary} and {WordPieceFile.Name}."));
        var names = new SpecialTokenNames(folder);
        if (path.EndsWith(Json, StringComparison.Ordinal) && !path.EndsWith(Vocabulary, StringComparison.Ordinal))
        {
            if (WordPieceFile.IsOne(path))
            {
                return OfWords(WordPieceFile.ReadJson(path), names);
            }

            (ByteLevelVocabulary? bytes, PieceVocabulary? pieces) = TokenizerJsonFile.Read(path);
            return bytes is null ? Pieces(pieces!, names) : Bytes(bytes, names);
        }

        if (path.EndsWith(WordPieceFile.Name, StringComparison.Ordinal))
        {
            return WordPieceTokenizer.LoadVocabulary(folder);
        }

        if (path.EndsWith(Model, StringComparison.Ordinal))
        {
            return TiktokenFile.IsOne(TokenizerFiles.ReadBytes(path)) ? Tiktoken(path, names) : Pieces(SentencePieceFile.Read(path), names);
        }

        return Bytes(VocabularyAndMerges(path, Path.Combine(folder, Merges), names), names);
    }

    private static ByteLevelTokenizer Bytes(ByteLevelVocabulary vocabulary, SpecialTokenNames names) => new(vocabulary, names.Resolve(vocabulary.SpecialTokens));

    private static SentencePieceTokenizer Pieces(PieceVocabulary vocabulary, SpecialTokenNames names) => new(vocabulary, names.Resolve(vocabulary.SpecialTokens));

    private static WordPieceTokenizer OfWords(WordPieceVocabulary vocabulary, SpecialTokenNames names) => new(vocabulary, names.ResolveEncoder(vocabulary.SpecialTokens));

    private static ByteLevelTokenizer Tiktoken(string path, SpecialTokenNames names)
    {
        Dictionary<string, int> specials = names.Added.Count > 0 ? TokenizerFiles.ByName(path, names.Added) : Llama3Specials();
        return Bytes(TiktokenFile.Read(path, WordPattern.Llama3, specials), names);
    }

    /// <summary>As published with Llama 3.1 (meta-llama/llama-models, models/llama3/tokenizer.py).</summary>
    private static Dictionary<string, int> Llama3Specials()
    {
        string[] named =
        [
            "<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>", "<|finetune_right_pad_id|>",
            "<|reserved_special_token_2|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|eot_id|>", "<|python_tag|>",
        ];
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < 256; i++)
        {
            ids.Add(i < named.Length ? named[i] : $"<|reserved_special_token_{i - named.Length + 3}|>", Llama3Ranks + i);
        }

        return ids;
    }

    private static ByteLevelVocabulary VocabularyAndMerges(string vocabulary, string merges, SpecialTokenNames names)
    {
        string[] texts = TokenizerFiles.ReadJson(vocabulary, root => TokenizerJsonModel.Vocabulary(vocabulary, root));
        List<AddedToken> added = names.Added;
        const string EndOfText = "<|endoftext|>";
        if (added.Count == 0 && Array.IndexOf(texts, EndOfText) is >= 0 and int id)
        {
            // GPT-2's files say nothing about the one special token it has.
            added = [new AddedToken(id, EndOfText, IsSpecial: true)];
        }

        if (added.Count == 0 && names.Kind.StartsWith(Roberta, StringComparison.Ordinal))
        {
            added = [.. RobertaSpecials.Select(name => new AddedToken(Array.IndexOf(texts, name), name, IsSpecial: true)).Where(token => token.Id >= 0)];
        }

        // The first line may be a version; a token may hold any character but a blank and a line end.
        string[] lines = System.Text.Encoding.UTF8.GetString(TokenizerFiles.ReadBytes(merges)).Split('\n');
        IEnumerable<string> pairs = lines.Select(line => line.TrimEnd('\r')).Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal)));
        WordPattern pattern = names.Kind.StartsWith("qwen2", StringComparison.Ordinal) ? WordPattern.Qwen2
            : names.Kind.StartsWith("gpt2", StringComparison.Ordinal) || names.Kind.StartsWith(Roberta, StringComparison.Ordinal) ? WordPattern.Gpt2
            : throw new TokenizerException(vocabulary, $"the kind is another; {Vocabulary} with {Merges} is supported for gpt2, qwen2 and roberta, as tokenizer_config.json or config.json names it.");
        return TokenizerJsonFile.Bytes(merges, texts, added, pairs.Select(Element), pattern, takesWholeWords: false);
    }

    private static JsonElement Element(string line) => JsonSerializer.SerializeToElement(line, TokenizerTextContext.Default.String);
}

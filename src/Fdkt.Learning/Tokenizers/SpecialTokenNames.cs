using System.Text.Json;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Which of a model's tokens start and end a text, from the small files beside the tokenizer.</summary>
internal sealed class SpecialTokenNames
{
    private const string TokenizerConfig = "tokenizer_config.json";
    private const string ModelConfig = "config.json";

    // Where no file says: the names of the supported families, the most specific first.
    private static readonly string[] UsualBegins = ["<|begin_of_text|>", "<s>", "<|endoftext|>"];
    private static readonly string[] UsualEnds = ["<|end_of_text|>", "</s>", "<|endoftext|>", "<|im_end|>"];

    private readonly string _folder;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _flags = new(StringComparer.Ordinal);

    /// <summary>Of a tokenizer without files beside it.</summary>
    public SpecialTokenNames() => _folder = "";

    /// <summary>Reads what is there.</summary>
    /// <exception cref="TokenizerException">A file is damaged.</exception>
    public SpecialTokenNames(string folder)
    {
        _folder = folder;
        string path = Path.Combine(folder, TokenizerConfig);
        if (File.Exists(path))
        {
            TokenizerFiles.ReadJson(path, ReadTokenizerConfig);
        }

        path = Path.Combine(folder, ModelConfig);
        if (File.Exists(path))
        {
            TokenizerFiles.ReadJson(path, ReadModelConfig);
        }
    }

    /// <summary>Tokens that <c>tokenizer_config.json</c> adds.</summary>
    public List<AddedToken> Added { get; } = [];

    /// <summary>The class or <c>model_type</c> that the files name, in lower case; empty where none does.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The name that the files give a role such as <c>cls</c>; null where they give none.</summary>
    public string? NameOf(string role) => _names.GetValueOrDefault(role);

    /// <summary>A truth value of <c>tokenizer_config.json</c>; null where it is not there.</summary>
    public bool? Flag(string name) => _flags.TryGetValue(name, out bool value) ? value : null;

    /// <summary>The ids of an encoder of the BERT family, whose texts stand between two tokens with roles of their own.</summary>
    /// <param name="tokens">Special tokens by name.</param>
    /// <exception cref="TokenizerException">Nothing says which token starts or ends a text.</exception>
    public SpecialIds ResolveEncoder(IReadOnlyDictionary<string, int> tokens)
    {
        int begin = Find("cls", tokens, ["[CLS]"]) ?? throw Unknown("starts");
        int end = Find("sep", tokens, ["[SEP]"]) ?? throw Unknown("ends");
        return new SpecialIds(begin, end, Find("pad", tokens, ["[PAD]"]) ?? end);
    }

    /// <summary>The ids.</summary>
    /// <param name="tokens">Special tokens by name.</param>
    /// <exception cref="TokenizerException">Nothing says which token starts or ends a text.</exception>
    public SpecialIds Resolve(IReadOnlyDictionary<string, int> tokens)
    {
        int end = Find("eos", tokens, UsualEnds) ?? throw Unknown("ends");
        // Qwen names no token that starts a text; its texts start with the one that ends them.
        int begin = Find("bos", tokens, UsualBegins) ?? end;
        return new SpecialIds(begin, end, Find("pad", tokens, []) ?? end);
    }

    private int? Find(string role, IReadOnlyDictionary<string, int> tokens, string[] usual)
    {
        if (_names.TryGetValue(role, out string? name) && tokens.TryGetValue(name, out int named))
        {
            return named;
        }

        if (_ids.TryGetValue(role, out int id) && tokens.Values.Contains(id))
        {
            return id;
        }

        return usual.FirstOrDefault(tokens.ContainsKey) is { } known ? tokens[known] : null;
    }

    private bool ReadTokenizerConfig(JsonElement root)
    {
        foreach (string role in (string[])["bos", "eos", "pad", "cls", "sep", "unk", "mask"])
        {
            // A text, or an object with the text and flags.
            if (root.TryGetProperty($"{role}_token", out JsonElement token)
                && (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out JsonElement content) ? content : token) is { ValueKind: JsonValueKind.String } text)
            {
                _names[role] = text.GetString()!;
            }
        }

        foreach (string name in (string[])["do_lower_case", "strip_accents", "tokenize_chinese_chars"])
        {
            if (root.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                _flags[name] = value.GetBoolean();
            }
        }

        if (root.TryGetProperty("added_tokens_decoder", out JsonElement added) && added.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty token in added.EnumerateObject())
            {
                bool special = token.Value.TryGetProperty("special", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
                Added.Add(new AddedToken(
                    int.Parse(token.Name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture),
                    token.Value.GetProperty("content").GetString() ?? "",
                    special));
            }
        }

        if (root.TryGetProperty("tokenizer_class", out JsonElement type) && type.ValueKind == JsonValueKind.String)
        {
            Kind = type.GetString()!.ToLowerInvariant();
        }

        return true;
    }

    private bool ReadModelConfig(JsonElement root)
    {
        foreach (string role in (string[])["bos", "eos", "pad"])
        {
            if (root.TryGetProperty($"{role}_token_id", out JsonElement id))
            {
                JsonElement first = id.ValueKind == JsonValueKind.Array && id.GetArrayLength() > 0 ? id[0] : id;
                if (first.ValueKind == JsonValueKind.Number && first.TryGetInt32(out int value))
                {
                    _ids[role] = value;
                }
            }
        }

        if (Kind.Length == 0 && root.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String)
        {
            Kind = type.GetString()!.ToLowerInvariant();
        }

        return true;
    }

    private TokenizerException Unknown(string does) =>
        new(Path.Combine(_folder, TokenizerConfig), $"neither it nor {ModelConfig} says which token {does} a text, and no usual one is there.");
}

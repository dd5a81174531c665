using System.Text.Json;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Takes the vocabulary out of a parsed <c>tokenizer.json</c>, and refuses what would encode differently from what the file says.</summary>
internal static class TokenizerJsonModel
{
    /// <summary>Reads model and special tokens.</summary>
    /// <exception cref="TokenizerException">Something is missing, contradictory or not supported.</exception>
    public static BpeVocabulary Parse(string path, JsonElement root)
    {
        JsonElement model = Member(path, root, "model");
        Require(path, model, "model", "BPE");
        Require(path, Member(path, root, "pre_tokenizer"), "pre_tokenizer", "ByteLevel");
        string[] texts = Vocabulary(path, Member(path, model, "vocab"));
        var specials = new Dictionary<int, string?>();
        foreach (JsonElement token in Member(path, root, "added_tokens").EnumerateArray())
        {
            specials[Member(path, token, "id").GetInt32()] = Member(path, token, "content").GetString();
        }

        byte[][] tokens = new byte[texts.Length][];
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < texts.Length; id++)
        {
            bool special = specials.ContainsKey(id);
            tokens[id] = special ? [] : ByteAlphabet.ToBytes(texts[id])
                ?? throw new TokenizerException(path, $"token {id} is not in the byte alphabet.");
            if (!special)
            {
                idOf.Add(texts[id], id);
            }
        }

        TokenizerFiles.RequireEveryByte(path, tokens);

        return new BpeVocabulary(
            tokens,
            [.. Member(path, model, "merges").EnumerateArray().Select((merge, rank) => Merge(path, merge, rank, idOf))],
            Special(path, specials, texts, BpeVocabulary.BeginToken),
            Special(path, specials, texts, BpeVocabulary.EndToken),
            Special(path, specials, texts, BpeVocabulary.PadToken));
    }

    /// <summary>Tokens by id.</summary>
    internal static string[] Vocabulary(string path, JsonElement vocabulary)
    {
        if (vocabulary.ValueKind != JsonValueKind.Object)
        {
            throw new TokenizerException(path, "model.vocab is not an object.");
        }

        var entries = vocabulary.EnumerateObject().Select(entry => (entry.Name, Id: entry.Value.TryGetInt32(out int id) ? id : -1)).ToList();
        string[] texts = new string[entries.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, int id) in entries)
        {
            if (id < 0 || id >= texts.Length || texts[id] is not null || !names.Add(name))
            {
                throw new TokenizerException(path, $"a token is double or its id is not one of 0 to {texts.Length - 1}, each once.");
            }

            texts[id] = name;
        }

        return texts;
    }

    /// <summary>One merge as ids.</summary>
    internal static (int Left, int Right, int Result) Merge(string path, JsonElement merge, int rank, Dictionary<string, int> idOf)
    {
        // Two forms exist: "a b" (older files) and ["a", "b"].
        string[] parts = merge.ValueKind == JsonValueKind.Array
            ? [.. merge.EnumerateArray().Select(part => part.GetString() ?? "")]
            : (merge.GetString() ?? "").Split(' ');
        return parts is [string left, string right]
            && idOf.TryGetValue(left, out int leftId) && idOf.TryGetValue(right, out int rightId) && idOf.TryGetValue(left + right, out int result)
            ? (leftId, rightId, result)
            : throw new TokenizerException(path, $"merge {rank} is not two tokens whose join is a token.");
    }

    private static int Special(string path, Dictionary<int, string?> specials, string[] texts, string name)
    {
        foreach ((int id, string? content) in specials)
        {
            if (content == name && id >= 0 && id < texts.Length && texts[id] == name)
            {
                return id;
            }
        }

        throw new TokenizerException(path, $"no special token {name} in both added_tokens and model.vocab.");
    }

    /// <summary>A member that must be there.</summary>
    internal static JsonElement Member(string path, JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member
            : throw new TokenizerException(path, $"no member '{name}' where one is needed.");

    /// <summary>Refuses an element of another type.</summary>
    internal static void Require(string path, JsonElement element, string role, string type)
    {
        JsonElement found = Member(path, element, "type");
        if (found.ValueKind != JsonValueKind.String || !found.ValueEquals(type))
        {
            throw new TokenizerException(path, $"{role} is of another type; only \"{type}\" is supported.");
        }
    }
}

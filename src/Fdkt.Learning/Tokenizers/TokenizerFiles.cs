using System.Text;
using System.Text.Json;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Reading of tokenizer files with their size bounded, and with complaints that name file and place.</summary>
internal static class TokenizerFiles
{
    /// <summary>Largest file read: tokenizer.json of the largest vocabularies has about 17 MB.</summary>
    public const long LargestFile = 64 << 20;

    /// <summary>Largest id of a token; far above any vocabulary, and what limits the memory of a hostile file.</summary>
    public const int LargestId = 1 << 22;

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="TokenizerException">Missing or too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        if (!File.Exists(path))
        {
            throw new TokenizerException(path, "the file is missing.");
        }

        long length = new FileInfo(path).Length;
        return length <= LargestFile
            ? File.ReadAllBytes(path)
            : throw new TokenizerException(path, $"{length} bytes are more than the {LargestFile} that a tokenizer may have.");
    }

    /// <summary>Parses JSON and reads something out of it.</summary>
    /// <exception cref="TokenizerException">No JSON, or an element of the wrong type.</exception>
    public static T ReadJson<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadBytes(path));
            return read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new TokenizerException(path, $"not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // An element of another JSON type than the format has at that place, a number that is no id, a string that is not Unicode.
            throw new TokenizerException(path, "an element has the wrong type.", e);
        }
    }

    /// <summary>Bytes of every id: those of the vocabulary, and of the added tokens over and behind it.</summary>
    /// <exception cref="TokenizerException">An added token's id is out of range, or takes that of another token.</exception>
    public static byte[][] WithAdded(string path, IReadOnlyList<byte[]> tokens, IReadOnlyList<string>? names, IReadOnlyList<AddedToken> added)
    {
        if (added.FirstOrDefault(token => token.Id < 0 || token.Id > LargestId) is { } wrong)
        {
            throw new TokenizerException(path, $"an added token has id {wrong.Id}, which is not 0 to {LargestId}.");
        }

        int count = Math.Max(tokens.Count, added.Count == 0 ? 0 : added.Max(token => token.Id) + 1);
        var all = new byte[count][];
        Array.Fill(all, []);
        for (int id = 0; id < tokens.Count; id++)
        {
            all[id] = tokens[id];
        }

        var taken = new HashSet<int>();
        foreach (AddedToken token in added)
        {
            bool isFree = token.Id >= tokens.Count || (names is not null && names[token.Id] == token.Text);
            if (!isFree || !taken.Add(token.Id))
            {
                throw new TokenizerException(path, $"an added token has id {token.Id}, which another token has.");
            }

            all[token.Id] = token.IsSpecial ? [] : Encoding.UTF8.GetBytes(token.Text);
        }

        return all;
    }

    /// <summary>Added tokens by name.</summary>
    /// <exception cref="TokenizerException">A name occurs twice.</exception>
    public static Dictionary<string, int> ByName(string path, IReadOnlyList<AddedToken> added)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (AddedToken token in added)
        {
            if (!names.TryAdd(token.Text, token.Id))
            {
                throw new TokenizerException(path, $"the added token of id {token.Id} occurs twice.");
            }
        }

        return names;
    }

    /// <summary>Refuses a byte-level vocabulary that lacks a byte.</summary>
    /// <exception cref="TokenizerException">A byte has no token.</exception>
    public static void RequireEveryByte(string path, IEnumerable<byte[]> tokens)
    {
        var there = new bool[256];
        foreach (byte[] token in tokens.Where(token => token.Length == 1))
        {
            there[token[0]] = true;
        }

        int missing = Array.IndexOf(there, false);
        if (missing >= 0)
        {
            throw new TokenizerException(path, $"byte 0x{missing:x2} has no token, so some texts could not be encoded.");
        }
    }
}

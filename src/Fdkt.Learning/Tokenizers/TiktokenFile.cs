using System.Globalization;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Reads tiktoken files, which Llama 3 is published with as well: <c>base64 rank</c> on each line.</summary>
internal static class TiktokenFile
{
    /// <summary>Whether bytes look like the first line of such a file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        int end = bytes[..Math.Min(bytes.Length, 200)].IndexOf((byte)'\n');
        return end > 0 && Line(Encoding.ASCII.GetString(bytes[..end]).TrimEnd('\r')) is (_, 0);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="TokenizerException">A line is none, ranks are not 0, 1, 2 and so on, a byte is missing, or a special id is a rank.</exception>
    public static ByteLevelVocabulary Read(string path, WordPattern pattern, IReadOnlyDictionary<string, int> specialTokens)
    {
        var tokens = new List<byte[]>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string text in Encoding.UTF8.GetString(TokenizerFiles.ReadBytes(path)).Split('\n'))
        {
            string line = text.TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            if (Line(line) is not { } entry || entry.Rank != tokens.Count || !ids.TryAdd(Encoding.Latin1.GetString(entry.Token), entry.Rank))
            {
                throw new TokenizerException(path, $"line {tokens.Count + 1} is not a new token in base 64 and the rank {tokens.Count}.");
            }

            tokens.Add(entry.Token);
        }

        TokenizerFiles.RequireEveryByte(path, tokens);
        AddedToken[] added = [.. specialTokens.Select(special => new AddedToken(special.Value, special.Key, true))];
        byte[][] all = TokenizerFiles.WithAdded(path, tokens, null, added);
        return new ByteLevelVocabulary(all, Merges(ids), TokenizerFiles.ByName(path, added), pattern, TakesWholeWords: true);
    }

    /// <summary>"The adjacent pair whose joined bytes have the lowest rank" as merges: every cut of a token into two tokens.</summary>
    private static Dictionary<long, (double Priority, int Result)> Merges(Dictionary<string, int> ids)
    {
        var merges = new Dictionary<long, (double, int)>();
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach ((string token, int id) in ids)
        {
            for (int cut = 1; cut < token.Length; cut++)
            {
                if (lookup.TryGetValue(token.AsSpan(0, cut), out int left) && lookup.TryGetValue(token.AsSpan(cut), out int right))
                {
                    merges[PairMerger.Key(left, right)] = (id, id);
                }
            }
        }

        return merges;
    }

    private static (byte[] Token, int Rank)? Line(string line)
    {
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        byte[] token = new byte[line.Length];
        return blank > 0
            && Convert.TryFromBase64String(line[..blank], token, out int length) && length > 0
            && int.TryParse(line.AsSpan(blank + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int rank)
            ? (token[..length], rank)
            : null;
    }
}

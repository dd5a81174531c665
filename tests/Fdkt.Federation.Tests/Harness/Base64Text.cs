using System.Text;
using System.Text.RegularExpressions;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>Text inside text: storage queues and signed manifests carry theirs in base 64.</summary>
internal static partial class Base64Text
{
    /// <summary>The text, and behind it, decoded, every piece of it that can be base 64.</summary>
    public static string WithDecoded(string text)
    {
        var all = new StringBuilder(text);
        foreach (Match match in Piece().Matches(text))
        {
            string piece = match.Value.TrimEnd('=');
            string padded = piece[..(piece.Length / 4 * 4)];
            all.Append('\n').Append(Encoding.Latin1.GetString(Convert.FromBase64String(padded)));
        }

        return all.ToString();
    }

    [GeneratedRegex("[A-Za-z0-9+/]{24,}={0,2}")]
    private static partial Regex Piece();
}

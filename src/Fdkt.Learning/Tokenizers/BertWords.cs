using System.Globalization;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Cuts text into words as BERT does: cleaned, Chinese characters alone, accents away and lower case where asked for, blanks dropped, punctuation alone.</summary>
/// <remarks>
/// Follows BertNormalizer and BertPreTokenizer of Hugging Face's tokenizers (Rust), also where they differ from the first Python code. Microsoft.ML.Tokenizers 2.0.1 has a BertTokenizer; it drops
/// ASCII symbols such as $ and +, and joins lines, so its ids are not those of the published models (measured: 425 of 1,545 texts differ without a change of case).
/// </remarks>
internal static class BertWords
{
    /// <summary>The words of a text.</summary>
    /// <param name="text">Any string; halves of surrogate pairs vanish, as control characters do.</param>
    /// <param name="lowercase">Whether text is lower-cased.</param>
    /// <param name="stripAccents">Whether non-spacing marks are taken away, after canonical decomposition.</param>
    /// <param name="splitsCjk">Whether each Chinese character is a word.</param>
    public static IEnumerable<string> Of(string text, bool lowercase, bool stripAccents, bool splitsCjk)
    {
        var word = new StringBuilder();
        foreach (Rune rune in Normalized(text, lowercase, stripAccents, splitsCjk).EnumerateRunes())
        {
            bool blank = Rune.IsWhiteSpace(rune);
            bool alone = IsPunctuation(rune);
            if ((blank || alone) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (alone)
            {
                yield return rune.ToString();
            }
            else if (!blank)
            {
                word.Append(rune);
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static string Normalized(string text, bool lowercase, bool stripAccents, bool splitsCjk)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsDropped(rune))
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                clean.Append(' ');
            }
            else if (splitsCjk && IsChinese(rune.Value))
            {
                clean.Append(' ').Append(rune).Append(' ');
            }
            else
            {
                clean.Append(rune);
            }
        }

        string result = stripAccents ? Accents.Strip(clean.ToString()) : clean.ToString();
        if (!lowercase)
        {
            return result;
        }

        clean.Clear();
        foreach (Rune rune in result.EnumerateRunes())
        {
            // The one letter whose lower case is two characters whatever the language.
            clean.Append(rune.Value == 0x130 ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString());
        }

        return clean.ToString();
    }

    /// <summary>Controls, formats and private use, but for the blanks among them; what stands for damage, and NUL.</summary>
    private static bool IsDropped(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => false,
        0 or 0xfffd => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate,
    };

    private static bool IsPunctuation(Rune rune) => (rune.IsAscii && rune.Value is > ' ' and < 0x7f && !Rune.IsLetterOrDigit(rune)) || Rune.IsPunctuation(rune);

    // The blocks of BERT's first code; its next to last one begins 0x100 later than the block it means, and the library keeps to that.
    private static bool IsChinese(int value) => value is (>= 0x4e00 and <= 0x9fff) or (>= 0x3400 and <= 0x4dbf) or (>= 0x20000 and <= 0x2a6df) or (>= 0x2a700 and <= 0x2b73f)
        or (>= 0x2b740 and <= 0x2b81f) or (>= 0x2b920 and <= 0x2ceaf) or (>= 0xf900 and <= 0xfaff) or (>= 0x2f800 and <= 0x2fa1f);
}

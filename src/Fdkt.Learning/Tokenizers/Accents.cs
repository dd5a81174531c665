using System.Globalization;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Takes accents away: canonical decomposition without non-spacing marks. From a table of its own, since the runtime's depends on the machine's ICU and is empty without one.</summary>
internal static class Accents
{
    private const string Resource = "Fdkt.Learning.Tokenizers.decompositions.txt";
    private const int FirstSyllable = 0xac00;
    private const int LastSyllable = 0xd7a3;
    private const int Vowels = 21;
    private const int Finals = 28;

    private static readonly Lazy<Dictionary<int, string>> Table = new(Read);

    /// <summary>The text without accents.</summary>
    /// <param name="text">Any string; halves of surrogate pairs become U+FFFD.</param>
    public static string Strip(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Table.Value.TryGetValue(rune.Value, out string? left))
            {
                result.Append(left);
            }
            else if (rune.Value is >= FirstSyllable and <= LastSyllable)
            {
                AppendSyllable(result, rune.Value - FirstSyllable);
            }
            else if (rune.IsAscii || Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }

    /// <summary>The letters of a Hangul syllable (Unicode Standard, 3.12).</summary>
    private static void AppendSyllable(StringBuilder result, int index)
    {
        result.Append((char)(0x1100 + (index / (Vowels * Finals)))).Append((char)(0x1161 + (index % (Vowels * Finals) / Finals)));
        if (index % Finals > 0)
        {
            result.Append((char)(0x11a7 + (index % Finals)));
        }
    }

    private static Dictionary<int, string> Read()
    {
        using Stream stream = typeof(Accents).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is missing in this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var table = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            int[] values = [.. line.Split(' ').Select(value => int.Parse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
            table[values[0]] = string.Concat(values.Skip(1).Select(char.ConvertFromUtf32));
        }

        return table;
    }
}

using System.Text;

namespace Fdkt.Learning.Samples;

/// <summary>Slips of the keyboard: swapped, missing and doubled letters, lower case throughout, no full stop at the end.</summary>
internal static class TypingNoise
{
    private const double TypoShare = 0.3;
    private const double LowerCaseShare = 0.08;
    private const double NoFullStopShare = 0.1;
    private const int ShortestWord = 5;

    /// <summary>The text with or without slips.</summary>
    public static string Apply(string text, Random random)
    {
        string[] words = text.Split(' ');
        if (random.NextDouble() < TypoShare)
        {
            for (int slips = random.Next(1, 3); slips > 0; slips--)
            {
                int at = random.Next(words.Length);
                words[at] = Slip(words[at], random);
            }
        }

        string typed = string.Join(' ', words);
        if (random.NextDouble() < LowerCaseShare)
        {
            typed = typed.ToLowerInvariant();
        }

        return random.NextDouble() < NoFullStopShare ? typed.TrimEnd('.') : typed;
    }

    private static string Slip(string word, Random random)
    {
        // Short words, numbers and names stay as they are: nobody could read them otherwise.
        if (word.Length < ShortestWord || !word.All(char.IsAsciiLetterLower))
        {
            return word;
        }

        int at = random.Next(1, word.Length - 1);
        var typed = new StringBuilder(word);
        switch (random.Next(3))
        {
            case 0: (typed[at], typed[at + 1]) = (typed[at + 1], typed[at]); break;
            case 1: typed.Remove(at, 1); break;
            default: typed.Insert(at, word[at]); break;
        }

        return typed.ToString();
    }
}

namespace Fdkt.Learning.Embedding;

/// <summary>Cuts text into words for the encoder and the student: runs of letters or of digits, in lower case.</summary>
public static class Words
{
    /// <summary>The words of a text, in order.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Lower-case words; empty for a text without letters and digits.</returns>
    public static List<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        int start = 0;
        int kind = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            int next = i == text.Length ? 0 : Kind(text[i]);
            if (next == kind)
            {
                continue;
            }

            if (kind != 0)
            {
                words.Add(text[start..i].ToLowerInvariant());
            }

            (start, kind) = (i, next);
        }

        return words;
    }

    private static int Kind(char character) =>
        char.IsLetter(character) ? 1 : char.IsDigit(character) ? 2 : 0;
}

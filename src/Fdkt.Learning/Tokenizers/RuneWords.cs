using System.Globalization;
using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Cuts text as the patterns say, by code point: .NET's expressions see halves of surrogate pairs, where a letter of plane 1 is none.</summary>
/// <remarks>The alternatives of an expression are tried in its order. One pass, no backtracking: linear in the text.</remarks>
internal static class RuneWords
{
    private enum Kind
    {
        Letter,
        Number,
        Space,
        Other,
    }

    /// <summary>Where the word that starts at a place ends. The words joined are the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Below its length.</param>
    /// <param name="pattern">The pattern.</param>
    public static int End(ReadOnlySpan<char> text, int start, WordPattern pattern)
    {
        if (text[start] == '\'' && Contraction(text[(start + 1)..], pattern != WordPattern.Gpt2) is > 0 and int length)
        {
            return start + 1 + length;
        }

        Kind first = KindAt(text, start, out int next);
        if (first == Kind.Letter)
        {
            return Run(text, next, Kind.Letter);
        }

        bool leads = pattern == WordPattern.Gpt2 ? text[start] == ' ' : first != Kind.Number && text[start] is not ('\r' or '\n');
        if (leads && next < text.Length && KindAt(text, next, out _) == Kind.Letter)
        {
            return Run(text, next, Kind.Letter);
        }

        if (pattern != WordPattern.Gpt2 && first == Kind.Number)
        {
            return Run(text, next, Kind.Number, pattern == WordPattern.Llama3 ? 2 : 0);
        }

        int body = text[start] == ' ' ? next : start;
        Kind kind = body < text.Length ? KindAt(text, body, out _) : Kind.Space;
        if (kind == Kind.Other || (kind == Kind.Number && pattern == WordPattern.Gpt2))
        {
            int end = Run(text, body, kind);
            return pattern == WordPattern.Gpt2 ? end : LineBreaks(text, end);
        }

        return EndOfSpace(text, start, pattern);
    }

    private static int EndOfSpace(ReadOnlySpan<char> text, int start, WordPattern pattern)
    {
        int end = Run(text, start, Kind.Space);
        int lastBreak = text[start..end].LastIndexOfAny('\r', '\n');
        if (pattern != WordPattern.Gpt2 && lastBreak >= 0)
        {
            return start + lastBreak + 1;
        }

        // Space before a word leaves its last character to the word, unless it is all there is. Every space is one char long.
        return end == text.Length || end == start + 1 ? end : end - 1;
    }

    private static int Run(ReadOnlySpan<char> text, int from, Kind kind, int most = int.MaxValue)
    {
        while (from < text.Length && most-- > 0 && KindAt(text, from, out int next) == kind)
        {
            from = next;
        }

        return from;
    }

    private static int LineBreaks(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && text[from] is '\r' or '\n')
        {
            from++;
        }

        return from;
    }

    /// <summary>Length of s, t, re, ve, m, ll or d at the start; 0 for none.</summary>
    private static int Contraction(ReadOnlySpan<char> rest, bool anyCase)
    {
        char first = At(rest, 0, anyCase);
        char second = At(rest, 1, anyCase);
        return (first, second) switch
        {
            ('s' or 't', _) => 1,
            ('r' or 'v', 'e') => 2,
            ('m', _) => 1,
            ('l', 'l') => 2,
            ('d', _) => 1,
            _ => 0,
        };

        // U+017F, the long s, folds to s.
        static char At(ReadOnlySpan<char> text, int index, bool anyCase) => index >= text.Length ? '\0'
            : !anyCase ? text[index]
            : text[index] == '\u017f' ? 's'
            : char.IsAscii(text[index]) ? char.ToLowerInvariant(text[index])
            : text[index];
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int index, out int next)
    {
        Rune.DecodeFromUtf16(text[index..], out Rune rune, out int length);
        next = index + length;
        return Rune.IsWhiteSpace(rune) ? Kind.Space : Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}

namespace Fdkt.Learning.Auditing;

/// <summary>Canaries for audits of text: each begins like the private text and ends in words that hardly follow one another.</summary>
/// <remarks>
/// A likely begin makes a generator go there, an unlikely end makes it tell what it has learned (Meeus, Wutschitz, Zanella-Béguelin, Tople, Shokri 2025,
/// "The Canary's Echo", arXiv:2502.14921). Made from public text; seeded, since a canary is no secret: whether it takes part is, and that coin is cryptographic.
/// </remarks>
public static class CanaryTexts
{
    private const int PrefixWords = 4;
    private const int TailWords = 6;

    // Words that are as rare as this in the public text make an unlikely tail, and still have codes of their own.
    private const int RareCount = 20;

    /// <summary>Makes canaries.</summary>
    /// <param name="texts">Public texts that look like private ones.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Of the draw.</param>
    /// <returns>The canaries.</returns>
    /// <exception cref="ArgumentException">There is no text with enough words.</exception>
    public static IReadOnlyList<string> Make(IReadOnlyList<string> texts, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        string[][] split = [.. texts.Select(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length >= PrefixWords)];
        if (split.Length == 0)
        {
            throw new ArgumentException($"No text has {PrefixWords} words to begin a canary with.", nameof(texts));
        }

        string[] rare = [.. split.SelectMany(words => words).GroupBy(word => word, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Where(group => group.Count() <= RareCount).Select(group => group.Key)];
        string[] tails = rare.Length > 0 ? rare : [.. split.SelectMany(words => words).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(
            ' ', split[random.Next(split.Length)].Take(PrefixWords).Concat(Enumerable.Range(0, TailWords).Select(_ => tails[random.Next(tails.Length)]))))];
    }
}

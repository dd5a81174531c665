namespace Fdkt.Learning.Samples;

/// <summary>The built-in labelled texts: messages to a regional service company, labelled with what the writer wants.</summary>
/// <remarks>
/// Made by a grammar, so the repository needs no data file and no licence. A label is spread over fourteen occasions, each in its own words; the
/// five trades (energy, broadband, banking, rail, clinic) and what people say around the point occur under every label, and asides speak of
/// another label's matter in passing. A hundred labelled texts therefore do not show the vocabulary, some thousand unlabelled ones do.
/// </remarks>
public static class SampleCorpus
{
    /// <summary>Fewest words of a text.</summary>
    public const int MinimumWords = 12;

    /// <summary>Most words of a text.</summary>
    public const int MaximumWords = 35;

    private const double OpeningShare = 0.45;
    private const double ClosingShare = 0.5;
    private const double AsideShare = 0.55;
    private const double DetailShare = 0.6;

    private static readonly (string Label, Situation[] Situations)[] Groups =
    [
        ("billing dispute", BillingDisputes.All),
        ("fault report", FaultReports.All),
        ("appointment change", AppointmentChanges.All),
        ("cancellation", Cancellations.All),
        ("praise", Praises.All),
        ("information request", InformationRequests.All),
    ];

    /// <summary>The labels, in a fixed order.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. Groups.Select(group => group.Label)];

    /// <summary>What the texts are, as a noun phrase for prompts and reports.</summary>
    public static string Domain => "customer messages to a regional service company (energy, broadband, banking, rail, clinic)";

    internal static IEnumerable<Situation> Situations => Groups.SelectMany(group => group.Situations);

    /// <summary>Makes texts. Every run of six has each label once, in random order.</summary>
    /// <param name="count">How many. Zero or more.</param>
    /// <param name="seed">The same seed gives the same texts; a smaller count gives the first ones of a larger.</param>
    /// <returns>Distinct texts of <see cref="MinimumWords"/> to <see cref="MaximumWords"/> words, each with its label.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static IReadOnlyList<(string Text, string Label)> Generate(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = new Random(seed);
        var records = new List<(string, string)>(count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int[] order = [.. Enumerable.Range(0, Groups.Length)];
        while (records.Count < count)
        {
            random.Shuffle(order);
            foreach (int group in order)
            {
                (string label, Situation[] situations) = Groups[group];
                string text;
                do
                {
                    text = TypingNoise.Apply(Compose(situations[random.Next(situations.Length)], random), random);
                }
                while (!seen.Add(text));

                if (records.Count < count)
                {
                    records.Add((text, label));
                }
            }
        }

        return records;
    }

    private static string Compose(Situation situation, Random random)
    {
        string opening = random.NextDouble() < OpeningShare ? Pick(SmallTalk.Openings, random) : "";
        string closing = random.NextDouble() < ClosingShare ? Pick(SmallTalk.Closings, random) : "";
        var middle = new List<string> { Pick(situation.Points, random) };
        int words = Words(opening) + Words(closing) + Words(middle[0]);
        int detail = random.Next(situation.Details.Length);
        if (random.NextDouble() < DetailShare)
        {
            TryAdd(TextPattern.Expand(situation.Details[detail], random));
        }

        if (random.NextDouble() < AsideShare)
        {
            TryAdd(Pick(SmallTalk.Asides, random));
        }

        while (words < MinimumWords)
        {
            TryAdd(Pick(SmallTalk.Asides, random));
        }

        return string.Join(' ', middle.Prepend(opening).Append(closing).Where(part => part.Length > 0));

        void TryAdd(string sentence)
        {
            if (words + Words(sentence) <= MaximumWords)
            {
                words += Words(sentence);
                middle.Insert(random.Next(middle.Count + 1), sentence);
            }
        }
    }

    private static string Pick(string[] patterns, Random random) => TextPattern.Expand(patterns[random.Next(patterns.Length)], random);

    private static int Words(string text) => text.Length == 0 ? 0 : text.Count(c => c == ' ') + 1;
}

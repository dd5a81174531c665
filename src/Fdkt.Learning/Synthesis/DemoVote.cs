using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Synthesis;

/// <summary>Keeps a sampled text as a demonstration where its own class claims it most strongly. Uses released values only, so it costs no privacy.</summary>
internal static class DemoVote
{
    /// <summary>Part of what is wanted that a class keeps in any case, its best: no class vanishes.</summary>
    private const double LeastKept = 0.1;

    /// <param name="labels">Class each text was sampled for.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="margins">Per text the lead of its class; at or below 0 another class claims it.</param>
    /// <param name="options">How many are wanted of each class.</param>
    public static DemoSet Select(int[] labels, WrittenText[] texts, double[] margins, DemoOptions options)
    {
        int[] usable = [.. Enumerable.Range(0, texts.Length).Where(i => !string.IsNullOrWhiteSpace(texts[i].Text))];
        var demos = new List<Example>();
        int outVoted = 0, surplus = 0;
        foreach (IGrouping<int, int> group in usable.GroupBy(i => labels[i]).OrderBy(group => group.Key))
        {
            int perLabel = options.Wanted(group.Key);
            int least = (int)Math.Ceiling(perLabel * LeastKept);
            int[] ranked = [.. group.OrderByDescending(i => margins[i])];
            int winners = Math.Max(Math.Min(least, ranked.Length), ranked.Count(i => margins[i] > 0));
            int kept = Math.Min(perLabel, winners);
            demos.AddRange(ranked.Take(kept).Select(i => new Example(texts[i].Text, group.Key)));
            outVoted += ranked.Length - winners;
            surplus += winners - kept;
        }

        return new DemoSet(demos, texts.Length, texts.Length - usable.Length, outVoted, surplus, texts.Sum(text => (long)text.Tokens));
    }

    /// <summary>Lead of a class over the best other.</summary>
    /// <param name="scores">One per class: probabilities or log-likelihoods.</param>
    /// <param name="label">The class.</param>
    /// <returns>The lead; +∞ where there is no other class.</returns>
    public static double Margin(double[] scores, int label)
    {
        double other = double.NegativeInfinity;
        for (int c = 0; c < scores.Length; c++)
        {
            if (c != label)
            {
                other = Math.Max(other, scores[c]);
            }
        }

        return scores[label] - other;
    }
}

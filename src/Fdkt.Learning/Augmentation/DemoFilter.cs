using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>Drops demonstrations whose class the others contradict: judged by a classifier that has not seen them (two folds).</summary>
internal static class DemoFilter
{
    private const int Folds = 2;

    /// <summary>Part of a class that always stays, so that none vanishes.</summary>
    private const double LeastKept = 0.2;

    /// <returns>The demonstrations that stay, in order.</returns>
    public static IReadOnlyList<Example> Apply(PublicModel model, IReadOnlyList<Example> demos, int classes, int seed)
    {
        int[] fold = StratifiedFolds.Assign([.. demos.Select(demo => demo.Label)], Folds, seed);
        var margins = new double[demos.Count];
        for (int held = 0; held < Folds; held++)
        {
            int[] tested = [.. Enumerable.Range(0, demos.Count).Where(i => fold[i] == held)];
            Example[] others = [.. Enumerable.Range(0, demos.Count).Where(i => fold[i] != held).Select(i => demos[i])];
            if (tested.Length == 0 || others.Length == 0)
            {
                continue;
            }

            double[] judged = DemoClassifier.Train(model, others, classes).Margins([.. tested.Select(i => demos[i])]);
            for (int j = 0; j < tested.Length; j++)
            {
                margins[tested[j]] = judged[j];
            }
        }

        HashSet<int> kept = [];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, demos.Count).GroupBy(i => demos[i].Label))
        {
            int[] ranked = [.. group.OrderByDescending(i => margins[i])];
            int least = (int)Math.Ceiling(ranked.Length * LeastKept);
            kept.UnionWith(ranked.Where((i, rank) => rank < least || margins[i] >= 0));
        }

        return [.. demos.Where((_, i) => kept.Contains(i))];
    }
}

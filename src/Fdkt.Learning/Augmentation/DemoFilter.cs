using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>Drops demonstrations whose class the others contradict: judged by a classifier that has not seen them (two folds).</summary>
internal static class DemoFilter
{
    private const int Folds = 2;

    /// <summary>Part of a class that always stays, so that none vanishes.</summary>
    private const double LeastKept = 0.2;

    /// <param name="demos">The demonstrations.</param>
    /// <param name="states">Their states.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Of the folds.</param>
    /// <returns>Numbers of the demonstrations that stay, in order.</returns>
    public static int[] Apply(IReadOnlyList<Example> demos, float[][] states, int classes, int seed)
    {
        int[] labels = [.. demos.Select(demo => demo.Label)];
        int[] fold = StratifiedFolds.Assign(labels, Folds, seed);
        var margins = new double[demos.Count];
        for (int held = 0; held < Folds; held++)
        {
            int[] tested = [.. Enumerable.Range(0, demos.Count).Where(i => fold[i] == held)];
            int[] others = [.. Enumerable.Range(0, demos.Count).Where(i => fold[i] != held)];
            if (tested.Length == 0 || others.Length == 0)
            {
                continue;
            }

            double[] judged = DemoClassifier.Train([.. others.Select(i => states[i])], [.. others.Select(i => labels[i])], classes)
                .Margins([.. tested.Select(i => states[i])], [.. tested.Select(i => labels[i])]);
            for (int j = 0; j < tested.Length; j++)
            {
                margins[tested[j]] = judged[j];
            }
        }

        HashSet<int> kept = [];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, demos.Count).GroupBy(i => labels[i]))
        {
            int[] ranked = [.. group.OrderByDescending(i => margins[i])];
            int least = (int)Math.Ceiling(ranked.Length * LeastKept);
            kept.UnionWith(ranked.Where((i, rank) => rank < least || margins[i] >= 0));
        }

        return [.. Enumerable.Range(0, demos.Count).Where(kept.Contains)];
    }
}

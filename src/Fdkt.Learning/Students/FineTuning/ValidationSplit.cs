namespace Fdkt.Learning.Students.FineTuning;

/// <summary>Holds rows out for validation, of each class its part. It stays with the client, as the rows do.</summary>
internal static class ValidationSplit
{
    /// <summary>Splits rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="fraction">Part of each class that is held out, rounded; in (0, 0.5].</param>
    /// <param name="seed">Of who is held out.</param>
    /// <returns>The others and those held out, in the order of the rows. A class keeps a row at least; so few rows that none can be held out leave none.</returns>
    public static (Example[] Kept, Example[] Held) Of(IReadOnlyList<Example> rows, double fraction, int seed)
    {
        var random = new Random(seed);
        var held = new bool[rows.Count];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Label).OrderBy(group => group.Key))
        {
            int[] members = [.. group];
            random.Shuffle(members);
            foreach (int member in members.Take(Math.Min(members.Length - 1, (int)Math.Round(members.Length * fraction, MidpointRounding.AwayFromZero))))
            {
                held[member] = true;
            }
        }

        return ([.. rows.Where((_, i) => !held[i])], [.. rows.Where((_, i) => held[i])]);
    }
}

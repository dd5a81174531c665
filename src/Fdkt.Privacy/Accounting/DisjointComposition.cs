namespace Fdkt.Privacy.Accounting;

/// <summary>
/// ε of steps that each release several data sets which share no unit: a unit is in at most one of them, so of each step one release concerns it.
/// Over steps releases add up. The bound is over every way in which a unit can be dealt, since the dealing is not part of the mechanism.
/// </summary>
public static class DisjointComposition
{
    // Data sets of a step are alike as a rule, which leaves one way. Where there are more ways than this all releases are charged: a bound as well.
    private const int MostWays = 64;

    /// <summary>The largest ε over all ways to be in one data set of each step.</summary>
    /// <param name="steps">For each step the releases of its data sets, each with its events; at least one.</param>
    /// <param name="delta">δ in [0, 1].</param>
    /// <returns>The number of record, possibly +∞; 0 where there is no step.</returns>
    public static double Epsilon(IReadOnlyList<IReadOnlyList<IReadOnlyList<PrivacyEvent>>> steps, double delta)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var kinds = new List<IReadOnlyList<PrivacyEvent>>();
        var ways = new Dictionary<string, int[]> { [string.Empty] = [] };
        foreach (IReadOnlyList<IReadOnlyList<PrivacyEvent>> step in steps)
        {
            int[] choices = [.. step.Select(events => Kind(kinds, events)).Distinct()];
            var longer = new Dictionary<string, int[]>(StringComparer.Ordinal);
            foreach (int[] way in choices.SelectMany(choice => ways.Values.Select(way => (int[])[.. way.Append(choice).Order()])))
            {
                longer[string.Join(',', way)] = way;
            }

            if (longer.Count > MostWays)
            {
                return PrivacyAccounting.Epsilon([.. steps.SelectMany(all => all.SelectMany(events => events))], delta);
            }

            ways = longer;
        }

        return ways.Values.Max(way => PrivacyAccounting.Epsilon([.. way.SelectMany(kind => kinds[kind])], delta));
    }

    private static int Kind(List<IReadOnlyList<PrivacyEvent>> kinds, IReadOnlyList<PrivacyEvent> events)
    {
        int known = kinds.FindIndex(kind => kind.SequenceEqual(events));
        if (known < 0)
        {
            kinds.Add(events);
            known = kinds.Count - 1;
        }

        return known;
    }
}

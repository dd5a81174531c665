namespace Fdkt.Privacy.Plans;

/// <summary>Keeps at most k records of each unit of privacy, such as a user, so that a plan for k records a unit holds.</summary>
public static class ContributionBound
{
    /// <summary>Keeps the first k records of each unit, in their order.</summary>
    /// <typeparam name="T">A record.</typeparam>
    /// <param name="records">All records of a client.</param>
    /// <param name="unitOf">Whose record it is; null or blank makes the record a unit of its own.</param>
    /// <param name="recordsPerUnit">k, at least 1.</param>
    /// <returns>The kept records. Which of a unit's records are kept depends on that unit's records alone, so removing a unit changes no other's.</returns>
    /// <exception cref="PrivacyParameterException">k under 1.</exception>
    public static IReadOnlyList<T> Keep<T>(IEnumerable<T> records, Func<T, string?> unitOf, int recordsPerUnit)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(unitOf);
        PlanChecks.AtLeastOne(recordsPerUnit, "records per unit", "Keep one record of each user or more.");
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<T>();
        foreach (T record in records)
        {
            if (unitOf(record) is { } unit && !string.IsNullOrWhiteSpace(unit))
            {
                int count = taken.GetValueOrDefault(unit);
                if (count == recordsPerUnit)
                {
                    continue;
                }

                taken[unit] = count + 1;
            }

            kept.Add(record);
        }

        return kept;
    }
}

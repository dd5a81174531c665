using Fdkt.Privacy.Plans;

namespace Fdkt.GpuJobs.Data;

/// <summary>Cuts private rows to the first few of each user, before anything else sees them.</summary>
public static class UserBound
{
    /// <summary>Applies the bound.</summary>
    /// <param name="rows">The private rows.</param>
    /// <param name="recordsPerUser">Most rows of a user, at least 1; null where records are protected one by one.</param>
    /// <returns>The rows that are kept, in order. A row without a user counts as of a user of its own.</returns>
    public static IReadOnlyList<OwnedRow> Apply(IReadOnlyList<OwnedRow> rows, int? recordsPerUser) =>
        recordsPerUser is { } most ? ContributionBound.Keep(rows, row => row.User, most) : rows;
}

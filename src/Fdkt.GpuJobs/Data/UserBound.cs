using Fdkt.Privacy.Plans;

namespace Fdkt.GpuJobs.Data;

/// <summary>Cuts private rows to a few of each user, before anything else sees them.</summary>
public static class UserBound
{
    private const string Purpose = "records per user";

    /// <summary>Applies the bound: of each user the rows with the smallest coins, which hang on that user's rows alone.</summary>
    /// <param name="rows">The private rows.</param>
    /// <param name="recordsPerUser">Most rows of a user, at least 1; null where records are protected one by one.</param>
    /// <param name="coins">The coins.</param>
    /// <returns>The rows that are kept, in the order of their coins where there is a bound. A row without a user counts as of a user of its own.</returns>
    public static IReadOnlyList<OwnedRow> Apply(IReadOnlyList<OwnedRow> rows, int? recordsPerUser, KeyedCoins coins)
    {
        ArgumentNullException.ThrowIfNull(coins);
        return recordsPerUser is { } most ? ContributionBound.Keep(coins.Order(Purpose, rows, KeyedCoins.ContentOf), row => row.User, most) : rows;
    }
}

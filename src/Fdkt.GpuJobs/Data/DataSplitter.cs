namespace Fdkt.GpuJobs.Data;

/// <summary>Splits one file into parts, row by row: which part a row falls into hangs on its own coin, never on another row. All seeds of a run share the split.</summary>
public static class DataSplitter
{
    private const string HoldOutPurpose = "hold out";
    private const string PublicPurpose = "public";

    /// <summary>Holds out rows to measure on, each by its own coin. A part has about its share of the rows; a label may go without.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="coins">The coins.</param>
    /// <param name="fraction">The share that is held out, inside (0, 1).</param>
    /// <returns>Both parts, in the order of the rows.</returns>
    public static (IReadOnlyList<OwnedRow> Kept, IReadOnlyList<OwnedRow> HeldOut) HoldOut(IReadOnlyList<OwnedRow> rows, KeyedCoins coins, double fraction) =>
        Split(rows, coins, HoldOutPurpose, coin => KeyedCoins.Share(coin) < fraction);

    /// <summary>The labels that one part has and the other lacks. They are named, not repaired: to move a row is to look at others.</summary>
    /// <param name="rows">The part that has them.</param>
    /// <param name="others">The part that may lack some.</param>
    public static IReadOnlyList<string> LabelsMissing(IReadOnlyList<OwnedRow> rows, IReadOnlyList<OwnedRow> others) =>
        [.. rows.Select(row => row.Label).Except(others.Select(row => row.Label), StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Takes a share of the rows for the public corpus, each by its own coin, without regard to its label.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="coins">The coins.</param>
    /// <param name="fraction">The share, inside (0, 1).</param>
    /// <returns>Both parts, in the order of the rows.</returns>
    public static (IReadOnlyList<OwnedRow> Kept, IReadOnlyList<OwnedRow> Public) TakePublic(IReadOnlyList<OwnedRow> rows, KeyedCoins coins, double fraction) =>
        Split(rows, coins, PublicPurpose, coin => KeyedCoins.Share(coin) < fraction);

    /// <summary>Takes the rows of the smallest coins for the public corpus. A row that stays private moves none of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="coins">The coins.</param>
    /// <param name="count">How many, from 0 to their number.</param>
    /// <returns>Both parts, in the order of the rows.</returns>
    public static (IReadOnlyList<OwnedRow> Kept, IReadOnlyList<OwnedRow> Public) TakePublic(IReadOnlyList<OwnedRow> rows, KeyedCoins coins, int count)
    {
        ArgumentNullException.ThrowIfNull(coins);
        UInt128[] ordered = [.. coins.Draw(PublicPurpose, rows, KeyedCoins.ContentOf).Order()];
        return count >= ordered.Length ? ([], rows) : Split(rows, coins, PublicPurpose, coin => coin < ordered[count]);
    }

    private static (IReadOnlyList<OwnedRow> Kept, IReadOnlyList<OwnedRow> Taken) Split(IReadOnlyList<OwnedRow> rows, KeyedCoins coins, string purpose, Func<UInt128, bool> isTaken)
    {
        ArgumentNullException.ThrowIfNull(coins);
        UInt128[] drawn = coins.Draw(purpose, rows, KeyedCoins.ContentOf);
        return ([.. rows.Where((_, i) => !isTaken(drawn[i]))], [.. rows.Where((_, i) => isTaken(drawn[i]))]);
    }
}

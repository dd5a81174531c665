using System.Security.Cryptography;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;

namespace Fdkt.GpuJobs.Clients;

/// <summary>What an owner may declare of a file, found by reading it once. It becomes public, so the owner sees it first and may say something else.</summary>
/// <param name="Labels">The labels that occur.</param>
/// <param name="Records">About how many rows a release would read: after hold-out and bound, rounded down to two digits; at least 2.</param>
/// <param name="HadHeader">Whether the file begins with column names.</param>
public sealed record DeclaredData(IReadOnlyList<string> Labels, int Records, bool HadHeader)
{
    /// <summary>Reads the file of private rows.</summary>
    /// <param name="data">Where the rows are.</param>
    /// <param name="baseDirectory">What its relative path is relative to.</param>
    /// <param name="recordsPerUser">Most rows of a user that are read; null where records are protected one by one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What it suggests.</returns>
    /// <exception cref="DataSourceException">The file can't be used.</exception>
    public static async Task<DeclaredData> ReadAsync(DataSection data, string baseDirectory, int? recordsPerUser, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        DatasetTable table = await DatasetReader.ReadAsync(data.Train!, baseDirectory, labelled: true, bytesRead: null, data.User, cancellationToken).ConfigureAwait(false);
        int rows = UserBound.Apply(OwnedRow.Of(table), recordsPerUser, new KeyedCoins(RandomNumberGenerator.GetBytes(KeyedCoins.KeyBytes))).Count;
        double read = data.Test is null ? rows * (1 - data.TestFraction) : rows;
        double digit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, read))) - 1));
        return new DeclaredData(
            [.. table.Rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], Math.Max(2, (int)(Math.Floor(read / digit) * digit)), table.HadHeader);
    }

    /// <summary>Whether a file has a header would have to be found out from its rows: all columns are given by number, and nothing says so.</summary>
    /// <param name="data">Where the rows are.</param>
    public static bool LeavesHeaderOpen(DataSection data)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataSource train = data.Train!;
        return train.Header is null or HeaderMode.Auto && DataFile.FormatOf(train) == DataFormat.Csv && !new ColumnSelection(train.Path!, train, labelled: true, data.User).AnyByName;
    }
}

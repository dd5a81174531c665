using System.Globalization;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Clients;

/// <summary>
/// Reads a client's rows. All that happens to a row on its way to a mechanism is decided for that row alone, by its label or by its own coin under the client's secret key:
/// remove a row from the file (or a user with all rows), and exactly that is missing here; everything else is the same, in the same order.
/// </summary>
internal static class ClientRowsReader
{
    private const string SeedMark = "{seed}";
    private const string OrderPurpose = "order";

    /// <summary>Reads them: rows of other labels are left out, the test rows held out, the rows of each user cut to the bound, the rest put in an order of their own.</summary>
    /// <exception cref="DataSourceException">A file can't be used.</exception>
    public static async Task<ClientRows> ReadAsync(ClientFolder folder, IReadOnlyList<string> labels, int seed, int? recordsPerUser, CancellationToken cancellationToken)
    {
        DataSection data = folder.Settings.Data;
        KeyedCoins coins = folder.OpenCoins();
        HashSet<string> wanted = [.. labels];
        var notes = new List<string>();
        DataSource trainSource = OfSeed(data.Train!, seed);
        DatasetTable train = await DatasetReader.ReadAsync(trainSource, folder.Path, labelled: true, null, data.User, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<OwnedRow> owned = OfLabels(OwnedRow.Of(train), wanted, train.Name, notes);
        IReadOnlyList<OwnedRow> test;
        if (data.Test is { } testSource)
        {
            DataSource settled = trainSource with { Header = trainSource.Header ?? (train.HadHeader ? HeaderMode.Present : HeaderMode.Absent) };
            DatasetTable table = await DatasetReader.ReadAsync(OfSeed(testSource, seed).InheritFrom(settled), folder.Path, labelled: true, null, cancellationToken).ConfigureAwait(false);
            test = OfLabels(OwnedRow.Of(table), wanted, table.Name, notes);
        }
        else
        {
            (owned, test) = DataSplitter.HoldOut(owned, coins, data.TestFraction);
        }

        if (DataSplitter.LabelsMissing(owned, test) is { Count: > 0 } missing)
        {
            notes.Add($"No test row has the label {string.Join(", ", missing.Select(label => $"\"{label}\""))}: nothing is measured on it. A test file of your own covers all labels.");
        }

        IReadOnlyList<OwnedRow> rows = coins.Order(OrderPurpose, UserBound.Apply(owned, recordsPerUser, coins), KeyedCoins.ContentOf);
        if (rows.Count > folder.Settings.Policy.Records)
        {
            notes.Add("There are more private rows than policy.records declares. All are protected as stated; declare more, so that noise and δ fit their number.");
        }

        return new ClientRows(Numbered(rows, labels), Numbered(test, labels), notes);
    }

    private static OwnedRow[] OfLabels(IReadOnlyList<OwnedRow> rows, HashSet<string> wanted, string file, List<string> notes)
    {
        OwnedRow[] kept = [.. rows.Where(row => wanted.Contains(row.Label))];
        if (kept.Length < rows.Count)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: {rows.Count - kept.Length} rows have a label that the client's settings or the job do not have, and were left out."));
        }

        return kept;
    }

    private static IReadOnlyList<Example> Numbered(IReadOnlyList<OwnedRow> rows, IReadOnlyList<string> labels)
    {
        LabelledText[] texts = [.. rows.Select(row => row.Row)];
        return LabelNumbers.Number(texts, labels);
    }

    private static DataSource OfSeed(DataSource source, int seed) =>
        source with { Path = source.Path!.Replace(SeedMark, seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) };
}

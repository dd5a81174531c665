using System.Globalization;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.GpuJobs.Clients;

/// <summary>Reads a client's rows, of some or all of the task's labels: a client need not have them all.</summary>
internal static class ClientRowsReader
{
    private const string SeedMark = "{seed}";

    // With fewer no δ protects a record.
    private const int FewestRows = 2;

    /// <summary>Reads them. Where users are protected, the private rows are cut to the first few of each before anything else sees them.</summary>
    /// <exception cref="DataSourceException">A file cannot be used.</exception>
    /// <exception cref="RefusedException">The rows do not suit the task.</exception>
    public static async Task<ClientRows> ReadAsync(ClientFolder folder, IReadOnlyList<string> labels, int seed, int? recordsPerUser, CancellationToken cancellationToken)
    {
        DataSection data = folder.Settings.Data;
        DataSource trainSource = OfSeed(data.Train!, seed);
        DatasetTable train = await DatasetReader.ReadAsync(trainSource, folder.Path, labelled: true, null, data.User, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<OwnedRow> owned = OwnedRow.Of(train);
        IReadOnlyList<LabelledText> test;
        if (data.Test is { } testSource)
        {
            DataSource settled = trainSource with { Header = trainSource.Header ?? (train.HadHeader ? HeaderMode.Present : HeaderMode.Absent) };
            test = (await DatasetReader.ReadAsync(OfSeed(testSource, seed).InheritFrom(settled), folder.Path, labelled: true, null, cancellationToken).ConfigureAwait(false)).Rows;
        }
        else
        {
            (owned, IReadOnlyList<OwnedRow> heldOut) = DataSplitter.HoldOut(owned, row => row.Label, data.TestFraction);
            test = [.. heldOut.Select(row => row.Row)];
        }

        IReadOnlyList<LabelledText> rows = [.. UserBound.Apply(owned, recordsPerUser).Select(row => row.Row)];

        HashSet<string> known = [.. labels];
        int unknown = rows.Concat(test).Count(row => !known.Contains(row.Label));
        return unknown > 0 ? throw Unsuitable($"{unknown} of the client's rows have a label that the task does not have.")
            : rows.Count < FewestRows || test.Count == 0 ? throw Unsuitable($"The client has {rows.Count} private rows and {test.Count} to measure on; at least {FewestRows} and 1 are needed.")
            : new ClientRows(LabelNumbers.Number(rows, labels), LabelNumbers.Number(test, labels));
    }

    private static RefusedException Unsuitable(string message) => new(ReasonCode.UnsuitableData, message);

    private static DataSource OfSeed(DataSource source, int seed) =>
        source with { Path = source.Path!.Replace(SeedMark, seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) };
}

using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.GpuJobs.Data;

/// <summary>Reads the files of a round, checks their labels against each other, and splits off what has no file of its own.</summary>
public static class RoundDataReader
{
    private const string StageName = "read";

    // Of the coins that split a file. All seeds of a run share the split.
    private const int SplitSeed = 20240514;

    /// <summary>Reads the rows of a round.</summary>
    /// <param name="data">Where they are; checked by the round file's validator.</param>
    /// <param name="labels">The class names where the round file lists them, else null.</param>
    /// <param name="baseDirectory">What relative paths are relative to.</param>
    /// <param name="progress">Told of each file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The rows, split.</returns>
    /// <exception cref="DataSourceException">A file cannot be used, or the labels of the files do not fit together.</exception>
    public static async Task<RoundData> ReadAsync(
        DataSection data, IReadOnlyList<string>? labels, string baseDirectory, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(progress);
        DataSource trainSource = data.Train ?? throw new ArgumentException("The data section has no train.", nameof(data));

        DatasetTable train = await FileAsync(trainSource, baseDirectory, labelled: true, data.User, progress, cancellationToken).ConfigureAwait(false);
        // What was found out about the header of train holds for the files that inherit from it.
        DataSource settled = trainSource with { Header = trainSource.Header ?? (train.HadHeader ? HeaderMode.Present : HeaderMode.Absent) };
        DatasetTable? test = data.Test is null
            ? null
            : await FileAsync(data.Test.InheritFrom(trainSource), baseDirectory, labelled: true, user: null, progress, cancellationToken).ConfigureAwait(false);
        DatasetTable? publicTable = data.Public?.AsSource(settled) is { } publicSource
            ? await FileAsync(publicSource, baseDirectory, labelled: false, user: null, progress, cancellationToken).ConfigureAwait(false)
            : null;

        IReadOnlyList<string> known = LabelRules.Check(train, test, labels);
        var warnings = new List<string>([.. train.Warnings, .. test?.Warnings ?? [], .. publicTable?.Warnings ?? []]);
        RoundData result = Split(data, train, test, publicTable, known, warnings);
        foreach (string warning in warnings)
        {
            progress.Warn(warning);
        }

        return result;
    }

    private static RoundData Split(
        DataSection data, DatasetTable train, DatasetTable? test, DatasetTable? publicTable, IReadOnlyList<string> labels, List<string> warnings)
    {
        KeyedCoins coins = KeyedCoins.OfSeed(SplitSeed);
        IReadOnlyList<OwnedRow> privateRows = OwnedRow.Of(train);
        IReadOnlyList<LabelledText> testRows = test?.Rows ?? [];
        if (test is null)
        {
            (privateRows, IReadOnlyList<OwnedRow> heldOut) = DataSplitter.HoldOut(privateRows, coins, data.TestFraction);
            testRows = [.. heldOut.Select(row => row.Row)];
            if (testRows.Count == 0 || privateRows.Count == 0)
            {
                throw new DataSourceException(train.Name, $"its {train.Rows.Count} rows are too few to hold out a test set", "Give a test file, or more rows.");
            }

            Warn(warnings, train, DataSplitter.LabelsMissing(privateRows, heldOut), "no row fell into the test set, so nothing is measured on it");
            Warn(warnings, train, DataSplitter.LabelsMissing(heldOut, privateRows), "all rows fell into the test set, so nobody learns it");
        }

        IReadOnlyList<string>? publicTexts = publicTable?.Rows.Select(row => row.Text).ToArray();
        if (data.Public is { Path: null } part)
        {
            if (part.Rows is { } count && count >= privateRows.Count)
            {
                throw new DataSourceException(
                    train.Name, $"{count} rows are asked for as public, and there are only {privateRows.Count} rows to train on", "Ask for fewer; at least one row must stay private.");
            }

            (privateRows, IReadOnlyList<OwnedRow> taken) = part.Rows is { } most
                ? DataSplitter.TakePublic(privateRows, coins, most)
                : DataSplitter.TakePublic(privateRows, coins, part.Fraction!.Value);
            if (taken.Count == 0 || privateRows.Count == 0)
            {
                throw new DataSourceException(train.Name, $"its {train.Rows.Count} rows are too few to take a public corpus from", "Give a public file, or more rows.");
            }

            publicTexts = [.. taken.Select(row => row.Row.Text)];
            Warn(warnings, train, DataSplitter.LabelsMissing(taken, privateRows), "all rows went into the public corpus, so nobody learns it");
        }

        return new RoundData(
            [.. privateRows.Select(row => row.Row)], testRows, publicTexts, labels, warnings, train.Users is null ? null : [.. privateRows.Select(row => row.User)]);
    }

    private static void Warn(List<string> warnings, DatasetTable train, IReadOnlyList<string> labels, string what)
    {
        foreach (string label in labels)
        {
            warnings.Add($"{train.Name}: label \"{label}\": {what}. Give a file of its own to choose.");
        }
    }

    private static async Task<DatasetTable> FileAsync(
        DataSource source, string baseDirectory, bool labelled, ColumnReference? user, IRunProgress progress, CancellationToken cancellationToken)
    {
        string fullPath = DataFile.Resolve(source.Path!, baseDirectory);
        long? bytes = File.Exists(fullPath) ? new FileInfo(fullPath).Length : null;
        using IStageProgress stage = progress.StartStage($"{StageName} {Path.GetFileName(fullPath)}", bytes is 0 ? null : bytes, "bytes");
        DatasetTable table = await DatasetReader.ReadAsync(source, baseDirectory, labelled, stage.Report, user, cancellationToken).ConfigureAwait(false);
        stage.Complete($"{table.Rows.Count} rows");
        return table;
    }
}

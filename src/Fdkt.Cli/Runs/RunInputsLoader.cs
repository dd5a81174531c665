using Fdkt.Cli.Data;
using Fdkt.Cli.Progress;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Runs;

/// <summary>Reads the rows that a round names, or makes those of the built-in sample.</summary>
internal static class RunInputsLoader
{
    /// <exception cref="DataSourceException">A file cannot be used.</exception>
    public static async Task<RunInputs> LoadAsync(RoundFile round, string baseDirectory, IRunProgress progress, CancellationToken cancellationToken)
    {
        if (round.Data is null)
        {
            return BuiltInSample.Inputs();
        }

        RoundData data = await RoundDataReader.ReadAsync(round.Data, round.Task.Labels, baseDirectory, progress, cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<string>? publicTexts, string? warning) = Disjoint(data);
        return new RunInputs(
            data.Labels, round.Task.Domain, Number(data.Train, data.Labels), Number(data.Test, data.Labels), publicTexts,
            warning is null ? data.Warnings : [.. data.Warnings, warning]);
    }

    /// <summary>The public corpus without the texts of private and test rows: a public model that has read the test would flatter every method.</summary>
    private static (IReadOnlyList<string>? Texts, string? Warning) Disjoint(RoundData data)
    {
        if (data.Public is null)
        {
            return (null, null);
        }

        HashSet<string> known = [.. data.Train.Concat(data.Test).Select(row => row.Text)];
        string[] kept = [.. data.Public.Where(text => !known.Contains(text))];
        int dropped = data.Public.Count - kept.Length;
        return (kept, dropped == 0 ? null : $"{dropped} public texts were left out: they also stand among the private or test rows.");
    }

    internal static IReadOnlyList<Example> Number(IReadOnlyList<LabelledText> rows, IReadOnlyList<string> labels)
    {
        Dictionary<string, int> index = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. rows.Select(row => new Example(row.Text, index[row.Label]))];
    }
}

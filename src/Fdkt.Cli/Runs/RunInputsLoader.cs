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
        return new RunInputs(data.Labels, round.Task.Domain, Number(data.Train, data.Labels), Number(data.Test, data.Labels), data.Public, data.Warnings);
    }

    internal static IReadOnlyList<Example> Number(IReadOnlyList<LabelledText> rows, IReadOnlyList<string> labels)
    {
        Dictionary<string, int> index = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. rows.Select(row => new Example(row.Text, index[row.Label]))];
    }
}

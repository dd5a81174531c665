using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Reads the rows that a round names, or makes those of the built-in sample.</summary>
public static class RunInputsLoader
{
    /// <summary>Reads them.</summary>
    /// <param name="round">The round; checked.</param>
    /// <param name="baseDirectory">What its relative paths are relative to.</param>
    /// <param name="progress">Told of each file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataSourceException">A file cannot be used.</exception>
    public static async Task<RunInputs> LoadAsync(RoundFile round, string baseDirectory, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (round.Data is null)
        {
            return BuiltInSample.Inputs();
        }

        RoundData data = await RoundDataReader.ReadAsync(round.Data, round.Task.Labels, baseDirectory, progress, cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<string>? publicTexts, string? warning) = Disjoint(data);
        return new RunInputs(
            data.Labels, round.Task.Domain, LabelNumbers.Number(data.Train, data.Labels), LabelNumbers.Number(data.Test, data.Labels), publicTexts,
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
}

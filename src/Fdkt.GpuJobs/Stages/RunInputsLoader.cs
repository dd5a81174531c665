using System.Globalization;
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
    /// <exception cref="RoundFileException">The round protects users, and the sample has none.</exception>
    public static async Task<RunInputs> LoadAsync(RoundFile round, string baseDirectory, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(progress);
        if (round.Data is null)
        {
            return round.Privacy.RecordsPerUser is { } most
                ? throw new RoundFileException(new RoundFileProblem(
                    "privacy.recordsPerUser", most.ToString(CultureInfo.InvariantCulture), "bounds the records of a user, and the built-in sample has no users", "Leave it out, or give data with a user column."))
                : Sample(round);
        }

        RoundData data = await RoundDataReader.ReadAsync(round.Data, round.Task.Labels, baseDirectory, progress, cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<string>? publicTexts, string? warning) = Disjoint(data);
        IReadOnlyList<OwnedRow> rows = UserBound.Apply([.. data.Train.Select((row, i) => new OwnedRow(row, data.Users?[i]))], round.Privacy.RecordsPerUser);
        if (rows.Count < data.Train.Count)
        {
            // Said here and nowhere else: how many rows the bound drops is a fact about private rows.
            progress.Log($"{data.Train.Count - rows.Count} of {data.Train.Count} private rows are left out: their users have more than {round.Privacy.RecordsPerUser}.");
        }

        return new RunInputs(
            data.Labels, round.Task.Domain, LabelNumbers.Number([.. rows.Select(row => row.Row)], data.Labels), LabelNumbers.Number(data.Test, data.Labels), publicTexts,
            warning is null ? data.Warnings : [.. data.Warnings, warning], data.Users is null ? null : [.. rows.Select(row => row.User)]);
    }

    private static RunInputs Sample(RoundFile round)
    {
        RunInputs inputs = BuiltInSample.Inputs();
        return round.Task.Labels?.SequenceEqual(inputs.Labels) == false
            ? throw new RoundFileException(new RoundFileProblem("task.labels", string.Empty, "the built-in sample has other labels", "Give data with these labels, or leave them out."))
            : inputs with { Domain = round.Task.Domain };
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

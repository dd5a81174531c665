using System.Globalization;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Reads the rows that a round names, or makes those of the built-in sample.</summary>
public static class RunInputsLoader
{
    // Of the coins that choose which rows of a user are kept. All seeds of a run share the choice.
    private const int BoundSeed = 20240515;

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
        (IReadOnlyList<OwnedRow> disjoint, IReadOnlyList<LabelledText> test, string? warning) = Disjoint(data);
        IReadOnlyList<OwnedRow> rows = UserBound.Apply(disjoint, round.Privacy.RecordsPerUser, KeyedCoins.OfSeed(BoundSeed));
        if (rows.Count < disjoint.Count)
        {
            // Said here and nowhere else: how many rows the bound drops is a fact about private rows.
            progress.Log($"{disjoint.Count - rows.Count} of {disjoint.Count} private rows are left out: their users have more than {round.Privacy.RecordsPerUser}.");
        }

        return new RunInputs(
            data.Labels, round.Task.Domain, LabelNumbers.Number([.. rows.Select(row => row.Row)], data.Labels), LabelNumbers.Number(test, data.Labels), data.Public,
            warning is null ? data.Warnings : [.. data.Warnings, warning], data.Users is null ? null : [.. rows.Select(row => row.User)]);
    }

    private static RunInputs Sample(RoundFile round)
    {
        RunInputs inputs = BuiltInSample.Inputs();
        return round.Task.Labels?.SequenceEqual(inputs.Labels) == false
            ? throw new RoundFileException(new RoundFileProblem("task.labels", string.Empty, "the built-in sample has other labels", "Give data with these labels, or leave them out."))
            : inputs with { Domain = round.Task.Domain };
    }

    /// <summary>
    /// Private and test rows whose text stands in the public corpus are left out, each on its own: a public model that has read them would flatter every method. The corpus stays as it
    /// is, since it is what all can see.
    /// </summary>
    private static (IReadOnlyList<OwnedRow> Private, IReadOnlyList<LabelledText> Test, string? Warning) Disjoint(RoundData data)
    {
        OwnedRow[] owned = [.. data.Train.Select((row, i) => new OwnedRow(row, data.Users?[i]))];
        if (data.Public is null)
        {
            return (owned, data.Test, null);
        }

        HashSet<string> known = [.. data.Public];
        OwnedRow[] kept = [.. owned.Where(row => !known.Contains(row.Row.Text))];
        LabelledText[] test = [.. data.Test.Where(row => !known.Contains(row.Text))];
        int dropped = owned.Length - kept.Length + data.Test.Count - test.Length;
        return (kept, test, dropped == 0 ? null : $"{dropped} private or test rows were left out: their texts also stand in the public corpus.");
    }
}

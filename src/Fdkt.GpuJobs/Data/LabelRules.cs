using System.Globalization;
using Fdkt.Contracts.Json;

namespace Fdkt.GpuJobs.Data;

/// <summary>The labels of a round's files must fit together.</summary>
internal static class LabelRules
{
    // So many labels are named in a message; the rest are counted.
    private const int Named = 5;

    /// <summary>Checks the labels of train and test and settles the class names.</summary>
    /// <param name="train">The training file.</param>
    /// <param name="test">The test file; null where a part of train is held out.</param>
    /// <param name="listed">The class names that the round file lists; null where they are discovered.</param>
    /// <returns>The class names in order: as listed, else numbers by value and then names by code point.</returns>
    public static IReadOnlyList<string> Check(DatasetTable train, DatasetTable? test, IReadOnlyList<string>? listed)
    {
        HashSet<string> inTrain = [.. train.Rows.Select(row => row.Label)];
        if (inTrain.Count < 2)
        {
            throw new DataSourceException(
                train.Name, "every row has the same label", "A classifier needs at least two labels; check the label column.");
        }

        if (listed is not null)
        {
            Unknown(train, listed, listed, "task.labels of the round file");
            string[] absent = [.. listed.Where(label => !inTrain.Contains(label))];
            if (absent.Length > 0)
            {
                throw new DataSourceException(
                    train.Name, $"no row has the label {Names(absent)}, which task.labels lists", $"The label column holds {inTrain.Count} others: check it, and the spelling.");
            }
        }

        if (test is not null)
        {
            Unknown(test, listed ?? [.. inTrain], listed, "the training file");
        }

        return listed ?? [.. inTrain.OrderBy(Number).ThenBy(label => label, StringComparer.Ordinal)];
    }

    private static void Unknown(DatasetTable table, IReadOnlyCollection<string> known, IReadOnlyList<string>? listed, string where)
    {
        string[] unknown = [.. table.Rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Except(known, StringComparer.Ordinal)];
        if (unknown.Length == 0)
        {
            return;
        }

        // The column may be the wrong one and hold private text: no label is named but those that the round file lists.
        int rows = table.Rows.Count(row => unknown.Contains(row.Label));
        string suggestion = NearestName.Find(unknown[0], listed ?? []) is { } nearest ? $"Did you mean \"{nearest}\"? " : string.Empty;
        throw new DataSourceException(
            table.Name,
            string.Create(CultureInfo.InvariantCulture, $"{rows} rows have a label that {where} does not have"),
            $"{suggestion}Check the label column. Correct them, map them with labelMap, or remove the rows.");
    }

    private static string Names(string[] labels)
    {
        string named = string.Join(", ", labels.Take(Named).Select(label => $"\"{label}\""));
        return labels.Length <= Named ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {labels.Length - Named} more");
    }

    private static double Number(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.PositiveInfinity;
}

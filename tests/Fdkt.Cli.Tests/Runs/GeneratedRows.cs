using System.Text;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>CSV files of generated sentences: each label has words of its own among shared ones.</summary>
internal static class GeneratedRows
{
    private static readonly string[] Common = ["the", "a", "of", "in", "was", "with", "new", "and", "after", "over"];

    /// <summary>Rows of labels <c>l0</c>, <c>l1</c>, …; with <paramref name="awkward"/>, quotes, commas and line ends in every field.</summary>
    public static string Csv(IEnumerable<int> labels, int seed, bool awkward = false)
    {
        var random = new Random(seed);
        var csv = new StringBuilder("text,label\n");
        foreach (int label in labels)
        {
            string text = string.Join(' ', Enumerable.Range(0, 9).Select(i => i % 2 == 0 ? $"w{(char)('a' + label % 26)}{(char)('a' + label / 26)}{(char)('a' + random.Next(6))}" : Common[random.Next(Common.Length)]));
            csv.Append(awkward
                ? $"\"{text}, \"\"quoted\"\"\nnext line\",\"label {label}, \"\"odd\"\"\"\r\n"
                : $"{text},l{label}\n");
        }

        return csv.ToString();
    }

    /// <summary>The same rows with a column <c>who</c>: the first rows are all of one user, the others of a user for every two.</summary>
    public static string CsvOfUsers(IEnumerable<int> labels, int seed, int ofOne)
    {
        string[] lines = Csv(labels, seed).TrimEnd('\n').Split('\n');
        return string.Concat(lines.Select((line, i) => $"{line},{(i == 0 ? "who" : i <= ofOne ? "many" : $"u{i / 2}")}\n"));
    }

    public static IEnumerable<int> Even(int labels, int rows) => Enumerable.Range(0, rows).Select(i => i % labels);
}

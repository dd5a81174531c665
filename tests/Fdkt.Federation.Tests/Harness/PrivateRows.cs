using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>The private rows of the harness, each with a canary: words that occur nowhere else. What leaves a client can then be searched for them.</summary>
internal static class PrivateRows
{
    private const int RunWords = 8;
    private const int TestRows = 60;

    // Eight letters: three were found in the base 64 of a random key, where nothing had left a client.
    private const string Mark = "zqvxjkwq";

    /// <summary>The built-in sample's rows with a canary in each private one, and few test rows.</summary>
    public static RunInputs Inputs()
    {
        RunInputs inputs = BuiltInSample.Inputs();
        return inputs with { Private = [.. inputs.Private.Select((row, i) => new Example($"{row.Text} {Canary(i)}", row.Label))], Test = [.. inputs.Test.Take(TestRows)] };
    }

    /// <summary>Whether a text holds a canary, or the beginning of one.</summary>
    public static bool HoldsCanary(string text) => text.Contains(Mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs of eight words of the private rows that no public text has.</summary>
    public static IReadOnlySet<string> Runs()
    {
        HashSet<string> runs = [.. BuiltInSample.Inputs().Private.SelectMany(row => RunsOf(row.Text))];
        runs.ExceptWith(BuiltInSample.PublicTexts().SelectMany(RunsOf));
        return runs;
    }

    /// <summary>All runs of eight words of a text; punctuation and JSON around words do not hide one.</summary>
    public static IEnumerable<string> RunsOf(string text)
    {
        string[] words = [.. new string([.. text.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        for (int i = 0; i + RunWords <= words.Length; i++)
        {
            yield return string.Join(' ', words.AsSpan(i, RunWords));
        }
    }

    private static string Canary(int row) => $"{Mark}{row}a {Mark}{row}b";
}

using Fdkt.Cli.Reports;
using Fdkt.Cli.Tests.Runs;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Spectre.Console;

namespace Fdkt.Cli.Tests.Reports;

public sealed class ConsoleReportTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Write_AllMethods_OneLineEachWithinTheWidth(int width)
    {
        string[] lines = Lines(Full(), width);

        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.All(Enum.GetValues<Comparison>(), comparison => Assert.Contains(lines, line =>
            line.TrimStart().StartsWith(ComparisonTitles.Of(comparison), StringComparison.Ordinal) && line.Contains("[-12.9, -10.1]", StringComparison.Ordinal)
            && line.Contains("88.5 ± 12.3", StringComparison.Ordinal)));
    }

    [Fact]
    public void Write_LongSentences_BreakAtWordsWithTheRestIndented()
    {
        RunReport report = Full() with { Warnings = [string.Join(' ', Enumerable.Repeat("seven77", 30))] };

        string[] lines = Lines(report, 80);

        int first = Array.FindIndex(lines, line => line.StartsWith("warning: seven77", StringComparison.Ordinal));
        Assert.StartsWith("    seven77 ", lines[first + 1], StringComparison.Ordinal);
        Assert.Equal(30, lines.Skip(first).Take(5).Sum(line => line.Split("seven77").Length - 1));
        Assert.All(lines.Skip(first).Take(4), line => Assert.Empty(line.Replace("warning:", string.Empty, StringComparison.Ordinal).Replace("seven77", string.Empty, StringComparison.Ordinal).Trim()));
    }

    [Theory]
    [InlineData(8.0, "8.00")]
    [InlineData(7.99999999, "8.00")]
    [InlineData(2.001, "2.01")]
    [InlineData(0.0123, "0.0123")]
    [InlineData(0, "0.0000")]
    [InlineData(double.PositiveInfinity, "∞ (no bound)")]
    [InlineData(double.NaN, "not known")]
    public void Epsilon_Value_IsRoundedUp(double value, string expected) => Assert.Equal(expected, ReportText.Epsilon(value));

    private static RunReport Full() => SampleReport.Create() with
    {
        Methods = [.. Enum.GetValues<Comparison>().Select(comparison => new MethodReport(
            comparison, ComparisonTitles.Of(comparison), 0.885, 0.123, new Interval(0.871, 0.899), 0.88, [0.8, 0.9], -11.5, new Interval(-12.9, -10.1)))],
    };

    private static string[] Lines(RunReport report, int width)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        ConsoleReport.Write(console, report, "out");
        return output.ToString().ReplaceLineEndings("\n").Split('\n');
    }
}

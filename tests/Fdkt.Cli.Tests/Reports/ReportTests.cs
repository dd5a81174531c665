using System.Text.RegularExpressions;
using Fdkt.Cli.Reports;
using Fdkt.Cli.Tests.Runs;
using Fdkt.Contracts.Reports;
using Spectre.Console;

namespace Fdkt.Cli.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void Html_HostileTextEverywhere_IsEscaped()
    {
        string html = HtmlReport.Render(SampleReport.Create());

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert('x')", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_LoadsNothingFromOutside() =>
        Assert.Empty(Regex.Matches(HtmlReport.Render(SampleReport.Create()).Replace("http://www.w3.org/2000/svg", string.Empty, StringComparison.Ordinal), "src=|href=|url\\(|@import|https?://"));

    [Fact]
    public void Html_EveryTag_IsClosedInOrder()
    {
        string body = Regex.Replace(HtmlReport.Render(SampleReport.Create()), "<!DOCTYPE html>|<meta[^>]*>|<[^>]*/>", string.Empty);
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(body, "<(/?)([a-z0-9]+)[^>]*>"))
        {
            if (tag.Groups[1].Length == 0)
            {
                open.Push(tag.Groups[2].Value);
            }
            else
            {
                Assert.Equal(open.Pop(), tag.Groups[2].Value);
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Console_HundredColumns_FitsAndSaysWhatIsNotCovered()
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 100;

        ConsoleReport.Write(console, SampleReport.Create(), "out");

        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        string text = output.ToString();
        Assert.Contains("not covered: Tuning by hand.", text, StringComparison.Ordinal);
        Assert.Contains("PLD ∞ (no bound); RDP 8.40; sampling not trusted does not apply", text, StringComparison.Ordinal);
        Assert.Contains("ε = 8.00 at δ = 1e-5", text, StringComparison.Ordinal);
        Assert.Contains("[+8.5, +13.5]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Interval95_FiveValues_UsesStudentsT()
    {
        // t with 4 degrees of freedom at 0.975 is 2.776445 (tables); the deviation of 1…5 is sqrt(2.5).
        Interval interval = SeedStatistics.Interval95([1, 2, 3, 4, 5]);

        double half = 2.776445 * Math.Sqrt(2.5) / Math.Sqrt(5);
        Assert.Equal(3 - half, interval.Low, 5);
        Assert.Equal(3 + half, interval.High, 5);
    }

    [Fact]
    public void Interval95_OneValue_IsUnknown()
    {
        Assert.False(SeedStatistics.Interval95([0.5]).IsKnown);
        Assert.True(double.IsNaN(SeedStatistics.StandardDeviation([0.5])));
    }

    [Fact]
    public void Lift_SpreadSharedByBothMethods_CancelsOut()
    {
        LiftReport lift = SeedStatistics.Lift([0.6, 0.7, 0.8], [0.5, 0.6, 0.7]);

        Assert.Equal(10, lift.Points, 9);
        Assert.Equal(10, lift.Ci95.Low, 6);
        Assert.Equal(10, lift.Ci95.High, 6);
    }

    [Fact]
    public void Lift_ListsOfDifferentLength_Throws() => Assert.Throws<ArgumentException>(() => SeedStatistics.Lift([0.6], [0.5, 0.6]));
}

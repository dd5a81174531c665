using System.Text;
using Fdkt.Contracts.Reports;
using Spectre.Console;

namespace Fdkt.Cli.Reports;

/// <summary>The result on screen: the table, the lift, and what ε covers. Fits 80 columns.</summary>
internal static class ConsoleReport
{
    public static void Write(IAnsiConsole console, RunReport report, string folder)
    {
        Table table = new Table().Border(TableBorder.Horizontal).AddColumn(Column("method", right: false));
        foreach (string header in (string[])["acc %", "95 % interval", "F1 %", "lift", "95 % interval"])
        {
            table.AddColumn(Column(header, right: true));
        }

        foreach (MethodReport method in report.Methods)
        {
            table.AddRow(
                new Text(method.Title) { Overflow = Overflow.Ellipsis },
                new Text($"{ReportText.Percent(method.AccuracyMean)} {ReportText.Deviation(method.AccuracyStd)}"),
                new Text(ReportText.Percent(method.Ci95)),
                new Text(ReportText.Percent(method.MacroF1Mean)),
                new Text(ReportText.Points(method.LiftPoints)),
                new Text(ReportText.Points(method.LiftCi95)));
        }

        Line(console, report.Verdict);
        console.Write(table);
        Line(console, ReportText.Lift(report));
        foreach (string lead in ReportText.Leads(report))
        {
            Line(console, lead);
        }

        Line(console, ReportText.ShortPromise(report.Privacy));
        if (report.Privacy.EpsilonAt.Count > 0)
        {
            Line(console, $"  the same release: {ReportText.Elsewhere(report.Privacy)}");
        }

        if (report.Privacy.Composition is { } composition)
        {
            Line(console, composition);
        }

        foreach (string attack in ReportText.Attacks(report))
        {
            Line(console, attack);
        }

        Line(console, $"  mechanism {Contracts.Json.EnumNames.Of(report.Privacy.Mechanism)}: {report.Privacy.MechanismReason}");
        Line(console, $"  accounts: {ReportText.Accounts(report.Privacy)}");
        foreach (string sentence in report.Privacy.NotCovered)
        {
            Line(console, $"  not covered: {sentence}");
        }

        foreach (string origin in ReportText.Base(report))
        {
            Line(console, $"  {origin}");
        }

        foreach (string warning in report.Warnings)
        {
            Line(console, $"warning: {warning}");
        }

        Line(console, $"{ReportText.Seconds(report.Seconds)} s. Reports: {Path.Combine(folder, ReportWriter.HtmlFileName)} and {ReportWriter.JsonFileName}");
    }

    private static TableColumn Column(string header, bool right)
    {
        var column = new TableColumn(new Text(header)) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) };
        return right ? column.RightAligned() : column;
    }

    // Text, not markup: names and labels come from users and may hold brackets.
    private static void Line(IAnsiConsole console, string text)
    {
        foreach (string line in Wrap(text, console.Profile.Width))
        {
            console.Write(new Text(line));
            console.WriteLine();
        }
    }

    /// <summary>Breaks at spaces; what follows is indented. A word longer than a line is left to the terminal.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        const string Indent = "    ";
        string[] words = text.TrimStart().Split(' ');
        StringBuilder line = new StringBuilder(text[..^text.TrimStart().Length]).Append(words[0]);
        foreach (string word in words.Skip(1))
        {
            if (line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(Indent).Append(word);
            }
            else
            {
                line.Append(' ').Append(word);
            }
        }

        yield return line.ToString();
    }
}

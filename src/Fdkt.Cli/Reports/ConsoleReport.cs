using Fdkt.Contracts.Reports;
using Spectre.Console;

namespace Fdkt.Cli.Reports;

/// <summary>The result on screen: the table, the lift, and what ε covers. Fits 100 columns.</summary>
internal static class ConsoleReport
{
    public static void Write(IAnsiConsole console, RunReport report, string folder)
    {
        Table table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn("method")
            .AddColumn(new TableColumn("accuracy %").RightAligned())
            .AddColumn(new TableColumn("95 % interval").RightAligned())
            .AddColumn(new TableColumn("macro F1").RightAligned())
            .AddColumn(new TableColumn("lift").RightAligned())
            .AddColumn(new TableColumn("95 % interval").RightAligned());
        foreach (MethodReport method in report.Methods)
        {
            table.AddRow(
                new Text(method.Title),
                new Text($"{ReportText.Percent(method.AccuracyMean)} {ReportText.Deviation(method.AccuracyStd)}"),
                new Text(ReportText.Percent(method.Ci95)),
                new Text(ReportText.Percent(method.MacroF1Mean)),
                new Text(ReportText.Points(method.LiftPoints)),
                new Text(ReportText.Points(method.LiftCi95)));
        }

        console.Write(table);
        Line(console, ReportText.Lift(report));
        Line(console, ReportText.Promise(report.Privacy));
        Line(console, $"  mechanism {Contracts.Json.EnumNames.Of(report.Privacy.Mechanism)}: {report.Privacy.MechanismReason}");
        Line(console, $"  accounts: {ReportText.Accounts(report.Privacy)}");
        foreach (string sentence in report.Privacy.NotCovered)
        {
            Line(console, $"  not covered: {sentence}");
        }

        foreach (string warning in report.Warnings)
        {
            Line(console, $"warning: {warning}");
        }

        Line(console, $"{ReportText.Seconds(report.Seconds)} s. Reports: {Path.Combine(folder, ReportWriter.HtmlFileName)} and {ReportWriter.JsonFileName}");
    }

    // Text, not markup: names and labels come from users and may hold brackets.
    private static void Line(IAnsiConsole console, string text)
    {
        console.Write(new Text(text));
        console.WriteLine();
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Reports;

namespace Fdkt.Cli.Reports;

/// <summary>The report as one page without scripts or anything from outside. All text is escaped: labels come from users, samples from models.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1b1b;background:#fff}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ccc}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.lift{font-size:1.15rem}.note{color:#555}
        blockquote{margin:.3rem 0;padding:.2rem .8rem;border-left:3px solid #ccc;white-space:pre-wrap;overflow-wrap:anywhere}
        svg{max-width:100%;height:auto}@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr,blockquote,svg{break-inside:avoid}}
        """;

    public static string Render(RunReport report)
    {
        var html = new StringBuilder();
        html.AppendLine("<!DOCTYPE html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.AppendLine("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        html.AppendLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Append("<title>").Append(Text($"Fdkt: {report.Task.Name}")).AppendLine("</title>");
        html.Append("<style>").Append(Style).AppendLine("</style></head><body>");
        html.Append("<h1>").Append(Text(report.Task.Name)).AppendLine("</h1>");
        html.Append("<p class=\"lift\">").Append(Text(report.Verdict)).AppendLine("</p>");
        html.Append("<p>").Append(Text(ReportText.Lift(report))).AppendLine("</p>");
        foreach (string lead in ReportText.Leads(report))
        {
            html.Append("<p>").Append(Text(lead)).AppendLine("</p>");
        }

        html.Append("<p>").Append(Text(ReportText.Promise(report.Privacy))).AppendLine("</p>");
        foreach (string sentence in new[] { ReportText.Elsewhere(report.Privacy), report.Privacy.Composition ?? string.Empty }.Where(sentence => sentence.Length > 0))
        {
            html.Append("<p>").Append(Text(sentence)).AppendLine("</p>");
        }

        html.Append("<p class=\"note\">").Append(Text(Setting(report))).AppendLine("</p>");
        foreach (string origin in ReportText.Base(report))
        {
            html.Append("<p class=\"note\">").Append(Text(origin)).AppendLine(".</p>");
        }

        List(html, report.Warnings);

        html.AppendLine("<h2>Methods</h2>").AppendLine(AccuracyChart.Render(report.Methods));
        Methods(html, report);
        html.AppendLine("<h2>Privacy</h2>");
        Privacy(html, report.Privacy);
        Attacks(html, report.Attacks);
        html.AppendLine("<h2>Stages</h2>");
        Stages(html, report.Stages);
        html.AppendLine("<h2>Clients</h2>");
        Clients(html, report);
        html.AppendLine("<h2>Samples</h2><p class=\"note\">Outputs of the private mechanism and text derived from them; no private row is shown.</p>");
        Samples(html, report.Samples);
        html.Append("<p class=\"note\">").Append(Text(Machine(report))).AppendLine("</p></body></html>");
        return html.ToString();
    }

    private static string Setting(RunReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Task.Domain}; {report.Task.Labels.Count} labels; {report.Clients.Count} clients; {ReportText.Count(report.Task.PublicRows)} public rows; {ReportText.Count(report.Task.TestRows)} test rows; seeds {string.Join(", ", report.Seeds)}.");

    private static string Machine(RunReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"Fdkt {report.FdktVersion} on {report.Machine.System}, {report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.Device}, {report.Machine.Runtime}; {report.Seconds:0} s.");

    private static void Methods(StringBuilder html, RunReport report)
    {
        Head(html, "method", "#accuracy %", "#deviation", "#95 % interval", "#macro F1", "#lift, points", "#95 % interval");
        foreach (MethodReport method in report.Methods)
        {
            Row(
                html,
                method.Title,
                $"#{ReportText.Percent(method.AccuracyMean)}",
                $"#{ReportText.Deviation(method.AccuracyStd)}",
                $"#{ReportText.Percent(method.Ci95)}",
                $"#{ReportText.Percent(method.MacroF1Mean)}",
                $"#{ReportText.Points(method.LiftPoints)}",
                $"#{ReportText.Points(method.LiftCi95)}");
        }

        html.AppendLine("</table>");
    }

    private static void Privacy(StringBuilder html, PrivacyReport privacy)
    {
        Head(html, "what", "value");
        Row(html, "mechanism", $"{EnumNames.Of(privacy.Mechanism)}: {privacy.MechanismReason}");
        Row(html, "ε claimed", ReportText.Epsilon(privacy.Epsilon));
        Row(html, "ε by PLD (number of record)", ReportText.Epsilon(privacy.EpsilonPld));
        Row(html, "ε by RDP (cross-check)", ReportText.Epsilon(privacy.EpsilonRdp));
        Row(html, "ε if sampling is not trusted", ReportText.Epsilon(privacy.EpsilonUnsampled));
        Row(html, "δ", Number(privacy.Delta));
        foreach ((string delta, double epsilon) in privacy.EpsilonAt)
        {
            Row(html, $"ε at δ = {delta}", ReportText.Epsilon(epsilon));
        }

        if (privacy.ComposedEpsilon is { } composed)
        {
            Row(html, "ε of all releases of the run", ReportText.Epsilon(composed));
        }

        if (privacy.ComposedEpsilonIfShared is { } shared)
        {
            Row(html, "the same, if every client holds the record", ReportText.Epsilon(shared));
        }

        Row(html, "noise multiplier", Number(privacy.NoiseMultiplier));
        Row(html, "sampling probability", Number(privacy.SamplingProbability));
        Row(html, "steps", ReportText.Count(privacy.Steps));
        Row(html, "clip norm", privacy.ClipNorm is { } clip ? Number(clip) : "does not apply");
        Row(html, "adjacency", privacy.Adjacency);
        Row(html, "unit", privacy.Unit);
        Row(html, "accountant", $"{privacy.Accountant} {privacy.AccountantVersion}");
        html.AppendLine("</table>");
        if (privacy.NotCovered.Count > 0)
        {
            html.AppendLine("<p>ε says nothing about:</p>");
            List(html, privacy.NotCovered);
        }
    }

    private static void Attacks(StringBuilder html, IReadOnlyList<AttackReport> attacks)
    {
        if (attacks.Count == 0)
        {
            return;
        }

        html.AppendLine("<h2>Attacks</h2><p class=\"note\">Which of the clients' records was a text made from? 50 % is guessing. Text that is not private was made for comparison and left no client.</p>");
        Head(html, "text", "#ε", "attack", "#members above others %", "#95 % interval", "#members found %", "#at others taken for members %");
        foreach (AttackReport attack in attacks)
        {
            Row(
                html, attack.Target, $"#{ReportText.Epsilon(attack.Epsilon)}", attack.Attack, $"#{ReportText.Percent(attack.Auc)}", $"#{ReportText.Percent(attack.AucCi95)}",
                $"#{ReportText.Percent(attack.TruePositiveRate)}", $"#{ReportText.Percent(attack.FalsePositiveRate)}");
        }

        html.AppendLine("</table>");
    }

    private static void Stages(StringBuilder html, IReadOnlyList<StageReport> stages)
    {
        Head(html, "stage", "#in", "#kept", "dropped", "#seconds", "#tokens");
        foreach (StageReport stage in stages)
        {
            string dropped = string.Join(", ", stage.Dropped.Select(pair => $"{pair.Key} {ReportText.Count(pair.Value)}"));
            Row(html, stage.Name, $"#{ReportText.Count(stage.In)}", $"#{ReportText.Count(stage.Kept)}", dropped, $"#{ReportText.Seconds(stage.Seconds)}", $"#{ReportText.Count(stage.Tokens)}");
        }

        html.AppendLine("</table>");
    }

    private static void Clients(StringBuilder html, RunReport report)
    {
        Head(html, ["client", "#records", "#ε", .. report.Methods.Select(method => $"#{method.Title} %")]);
        foreach (ClientReport client in report.Clients)
        {
            Row(
                html,
                [
                    client.Name,
                    $"#{ReportText.Count(client.Records)}",
                    $"#{ReportText.Epsilon(client.Epsilon)}",
                    .. report.Methods.Select(method => client.Accuracy.TryGetValue(method.Name, out double accuracy) ? $"#{ReportText.Percent(accuracy)}" : "#–"),
                ]);
        }

        html.AppendLine("</table>");
    }

    private static void Samples(StringBuilder html, IReadOnlyList<SampleText> samples)
    {
        foreach (SampleText sample in samples)
        {
            html.Append("<p class=\"note\">").Append(Text($"{sample.Kind}, {sample.Label}")).Append("</p><blockquote>").Append(Text(sample.Text)).AppendLine("</blockquote>");
        }
    }

    private static void List(StringBuilder html, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            html.Append("<ul>").AppendJoin(string.Empty, items.Select(item => $"<li>{Text(item)}</li>")).AppendLine("</ul>");
        }
    }

    // A leading # marks a column of numbers, which stand to the right; the mark itself is ours and never comes from data
    // alone, since every numeric cell is formatted here.
    private static void Head(StringBuilder html, params string[] cells) =>
        html.Append("<table><tr>").AppendJoin(string.Empty, cells.Select(cell => Cell("th", cell, cell.StartsWith('#')))).AppendLine("</tr>");

    private static void Row(StringBuilder html, params string[] cells) =>
        html.Append("<tr>").AppendJoin(string.Empty, cells.Select((cell, index) => Cell("td", cell, index > 0 && cell.StartsWith('#')))).AppendLine("</tr>");

    private static string Cell(string tag, string text, bool number) =>
        number ? $"<{tag} class=\"n\">{Text(text[1..])}</{tag}>" : $"<{tag}>{Text(text)}</{tag}>";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture) is "0" && value != 0
        ? value.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

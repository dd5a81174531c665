using System.Globalization;
using System.Text;
using System.Text.Json;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Commands;

/// <summary>A ledger in words and as JSON.</summary>
internal static class LedgerText
{
    private static readonly PrivacyEventConverter Events = new();

    public static string Words(LedgerReport report, PrivacyGuarantee? spent)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"ledger {report.LedgerId}, {report.Entries.Count} entries, head {report.Head}");
        foreach (LedgerReservation release in report.Releases)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{release.Sequence,5}  {State(release),-9}  {release.Charge.ReleaseId}  task {release.Charge.Task}, round {release.Charge.Round}: {string.Join("; ", release.Charge.Events.Select(StatementText.Describe))}");
        }

        return spent is null
            ? text.Append("nothing is charged").ToString()
            : text.Append(CultureInfo.InvariantCulture, $"charged in total: epsilon {spent.EpsilonPld:g6} by PLD, {spent.EpsilonRdp:g6} by RDP, {spent.EpsilonUnsampled:g6} if sampling is not trusted, at delta {spent.Delta:g6}").ToString();
    }

    public static string Json(LedgerReport report, PrivacyGuarantee? spent) => JsonLine.Of(writer =>
    {
        writer.WriteString("ledgerId", report.LedgerId);
        writer.WriteNumber("entries", report.Entries.Count);
        writer.WriteString("head", report.Head);
        writer.WriteStartArray("releases");
        foreach (LedgerReservation release in report.Releases)
        {
            writer.WriteStartObject();
            writer.WriteString("releaseId", release.Charge.ReleaseId);
            writer.WriteString("state", State(release));
            writer.WriteString("task", release.Charge.Task);
            writer.WriteString("round", release.Charge.Round);
            writer.WriteNumber("delta", release.Charge.Delta);
            writer.WriteString("contentHash", release.ContentHash);
            writer.WriteNumber("sequence", release.Sequence);
            writer.WriteString("entryHash", release.EntryHash);
            writer.WriteStartArray("events");
            foreach (PrivacyEvent releases in release.Charge.Events)
            {
                Events.Write(writer, releases, JsonSerializerOptions.Default);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (spent is null)
        {
            writer.WriteNull("spent");
            return;
        }

        writer.WriteStartObject("spent");
        writer.WriteNumber("delta", spent.Delta);
        NumberArgument.Write(writer, "epsilonPld", spent.EpsilonPld);
        NumberArgument.Write(writer, "epsilonRdp", spent.EpsilonRdp);
        NumberArgument.Write(writer, "epsilonUnsampled", spent.EpsilonUnsampled);
        writer.WriteEndObject();
    });

    public static string VerdictWords(LedgerReport report, bool lacksEntry)
    {
        string torn = report.TornBytes > 0
            ? string.Create(CultureInfo.InvariantCulture, $" A last line of {report.TornBytes} bytes is incomplete: it is being written, or a crash cut it and the next start drops it.")
            : string.Empty;
        return report.Fault is { } fault
            ? string.Create(CultureInfo.InvariantCulture, $"damaged, line {fault.Line}: {fault.Problem}")
            : lacksEntry
                ? $"every line holds, but no entry has that hash: this is another ledger, or an older copy of it.{torn}"
                : string.Create(CultureInfo.InvariantCulture, $"sound: {report.Entries.Count} entries, head {report.Head}.{torn}");
    }

    public static string VerdictJson(LedgerReport report, bool lacksEntry) => JsonLine.Of(writer =>
    {
        writer.WriteBoolean("sound", report.IsSound && !lacksEntry);
        writer.WriteString("ledgerId", report.LedgerId);
        writer.WriteNumber("entries", report.Entries.Count);
        writer.WriteString("head", report.Head);
        writer.WriteNumber("tornBytes", report.TornBytes);
        writer.WriteBoolean("entryMissing", lacksEntry);
        if (report.Fault is null)
        {
            writer.WriteNull("fault");
            return;
        }

        writer.WriteStartObject("fault");
        writer.WriteNumber("line", report.Fault.Line);
        writer.WriteString("problem", report.Fault.Problem);
        writer.WriteEndObject();
    });

    private static string State(LedgerReservation release) => release.State switch
    {
        LedgerReservationState.Reserved => "reserved",
        LedgerReservationState.Committed => "committed",
        _ => "expired",
    };
}

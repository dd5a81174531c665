using System.Globalization;
using System.Text;
using System.Text.Json;
using Fdkt.Cli.Commands;
using Fdkt.Contracts.Reports;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Cli.Audits;

/// <summary>The result of <c>fdkt audit</c> in words and as JSON.</summary>
internal static class AuditResultText
{
    private static readonly MechanismFault[] Faults = Enum.GetValues<MechanismFault>();

    public static string Words(AuditResult result)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Lower bounds of epsilon, {result.Seeds} repetitions: the largest of what runs as it is, the smallest of what is broken, and in how many of them the claim falls.");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"The chance that any true claim of this table falls is at most {SampleAudit.FamilyWise:0.###}. \"Finds\" is the smallest factor tried by which noise may be too small and be found nine times in ten.");
        text.AppendLine("Shuffled batches often stay below: the account without sampling is printed for them.");
        text.Append(CultureInfo.InvariantCulture, $"{"audit",-46}{"claimed",8}").AppendJoin(string.Empty, Faults.Select(fault => AuditText.Name(fault).PadLeft(14))).Append("     finds");
        foreach (AuditRow row in result.Rows)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{row.Name,-46}{row.Claimed,8:0.000}").AppendJoin(string.Empty, Faults.Select(fault => Cell(row, fault).PadLeft(14)));
            text.Append((row.Power is { } power ? string.Create(CultureInfo.InvariantCulture, $"sigma/{power:0.##}") : "-").PadLeft(11));
        }

        text.AppendLine().AppendLine().Append("Membership inference: which of the client's records was the text made from? AUC .5 is guessing.");
        foreach (AttackReport attack in result.Attacks)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{attack.Target,-52} epsilon {Epsilon(attack.Epsilon),5}  {attack.Attack,-31} AUC {attack.Auc:0.000}  finds {100 * attack.TruePositiveRate,5:0.0} % at {100 * attack.FalsePositiveRate:0.#} %");
        }

        return text.AppendLine().Append(CultureInfo.InvariantCulture, $"{result.Seconds:0} s, {result.ProcessorSeconds:0} s of processor time. {(result.Rows.Any(row => row.Refuted) ? "A claim is refuted." : "Every claim stands.")}").ToString();
    }

    public static string Json(AuditResult result) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("seeds", result.Seeds);
        writer.WriteNumber("seconds", Math.Round(result.Seconds, 1));
        writer.WriteNumber("processorSeconds", Math.Round(result.ProcessorSeconds, 1));
        writer.WriteNumber("significance", SampleAudit.FamilyWise);
        writer.WriteBoolean("refuted", result.Rows.Any(row => row.Refuted));
        writer.WriteStartArray("audits");
        foreach (AuditRow row in result.Rows)
        {
            Row(writer, row);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("attacks");
        foreach (AttackReport attack in result.Attacks)
        {
            writer.WriteStartObject();
            writer.WriteString("target", attack.Target);
            NumberArgument.Write(writer, "epsilon", attack.Epsilon);
            writer.WriteString("attack", attack.Attack);
            writer.WriteNumber("auc", attack.Auc);
            writer.WriteNumber("truePositiveRate", attack.TruePositiveRate);
            writer.WriteNumber("falsePositiveRate", attack.FalsePositiveRate);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void Row(Utf8JsonWriter writer, AuditRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("audit", row.Name);
        writer.WriteNumber("epsilonClaimed", row.Claimed);
        writer.WriteNumber("delta", row.Delta);
        writer.WriteBoolean("refuted", row.Refuted);
        AuditText.Write(writer, "smallestFault", row.Power);
        writer.WriteStartObject("lowerBounds");
        foreach ((MechanismFault fault, IReadOnlyList<AuditBounds> found) in row.Found)
        {
            writer.WriteStartArray(AuditText.Name(fault));
            foreach (AuditBounds bounds in found)
            {
                writer.WriteStartObject();
                writer.WriteNumber("oneRun", bounds.OneRun);
                AuditText.Write(writer, "oneRunTradeOff", bounds.OneRunTradeOff);
                AuditText.Write(writer, "errorRates", bounds.ErrorRates);
                writer.WriteBoolean("refuted", bounds.Largest >= row.Claimed);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Cell(AuditRow row, MechanismFault fault) => row.Bound(fault) is { } bound
        ? string.Create(CultureInfo.InvariantCulture, $"{bound:0.00} {row.Refutations(fault)}/{row.Found[fault].Count}")
        : "-";

    private static string Epsilon(double value) => double.IsInfinity(value) ? "none" : value.ToString("0.00", CultureInfo.InvariantCulture);
}

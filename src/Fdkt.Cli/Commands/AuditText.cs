using System.Globalization;
using System.Text;
using System.Text.Json;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Commands;

/// <summary>Audits in words and as JSON.</summary>
internal static class AuditText
{
    private const int MostListed = 50;

    public static string Words(AuditClaim claim, PrivacyPlan plan, (MechanismFault Fault, AuditBounds Bounds)[] rows)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"claimed epsilon {claim.Epsilon:g4} at delta {plan.Delta:g4}: {plan.RecordCount} canaries, q {plan.SamplingProbability:g4}, sigma {plan.NoiseMultiplier:g4}, {plan.Steps} steps");
        text.AppendLine(CultureInfo.InvariantCulture, $"lower bounds; the chance that a true claim falls is at most {claim.Significance:g3} a run");
        text.Append("mechanism          one run   one run, whole trade-off   error rates   claim");
        foreach ((MechanismFault fault, AuditBounds bounds) in rows)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture,
                $"{Name(fault),-13} {bounds.OneRun,12:0.000} {bounds.OneRunTradeOff,26:0.000} {bounds.ErrorRates,13:0.000}   {(claim.Refuted(bounds) ? "refuted" : "stands")}");
        }

        return text.ToString();
    }

    public static string Json(AuditClaim claim, PrivacyPlan plan, (MechanismFault Fault, AuditBounds Bounds)[] rows) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("epsilonClaimed", claim.Epsilon);
        writer.WriteNumber("delta", plan.Delta);
        writer.WriteNumber("noiseMultiplier", plan.NoiseMultiplier);
        writer.WriteNumber("significance", claim.Significance);
        writer.WriteStartArray("rows");
        foreach ((MechanismFault fault, AuditBounds bounds) in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("mechanism", Name(fault));
            writer.WriteNumber("lowerBound", bounds.Largest);
            writer.WriteNumber("oneRun", bounds.OneRun);
            Write(writer, "oneRunTradeOff", bounds.OneRunTradeOff);
            Write(writer, "errorRates", bounds.ErrorRates);
            writer.WriteBoolean("refuted", claim.Refuted(bounds));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Writes a number, or null.</summary>
    public static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static string CopiesWords(SharedRun[] runs, int least, IReadOnlyList<string>? texts)
    {
        SharedRun[] listed = Listed(runs, least);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{runs.Length} released texts, {runs.Count(run => run.Words >= least)} share {least} words or more in a row with a private text; longest run {runs.Select(run => run.Words).DefaultIfEmpty(0).Max()}");
        foreach (SharedRun run in listed)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{run.Words,4} words  released {run.Released + 1}, private {run.Private + 1}");
            if (texts is not null)
            {
                text.Append(": ").AppendJoin(' ', SharedRuns.Split(texts[run.Released]).Skip(run.Start).Take(run.Words));
            }
        }

        return text.ToString();
    }

    public static string CopiesJson(SharedRun[] runs, int least) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("released", runs.Length);
        writer.WriteNumber("least", least);
        writer.WriteNumber("sharing", runs.Count(run => run.Words >= least));
        writer.WriteNumber("longest", runs.Select(run => run.Words).DefaultIfEmpty(0).Max());
        writer.WriteStartArray("runs");
        foreach (SharedRun run in Listed(runs, least))
        {
            writer.WriteStartObject();
            writer.WriteNumber("words", run.Words);
            writer.WriteNumber("releasedIndex", run.Released);
            writer.WriteNumber("privateIndex", run.Private);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static SharedRun[] Listed(SharedRun[] runs, int least) => [.. runs.Where(run => run.Words >= least).OrderByDescending(run => run.Words).Take(MostListed)];

    public static string Name(MechanismFault fault) => fault switch
    {
        MechanismFault.None => "as it is",
        MechanismFault.NoNoise => "no noise",
        MechanismFault.NoClipping => "no clipping",
        MechanismFault.Shuffled => "shuffled",
        MechanismFault.HalfNoise => "sigma/2",
        MechanismFault.QuarterNoise => "sigma/4",
        _ => fault.ToString(),
    };
}

using System.Globalization;
using System.Text;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Commands;

/// <summary>Audits in words and as JSON.</summary>
internal static class AuditText
{
    private const int MostListed = 50;

    public static string Words(double claimed, PrivacyPlan plan, (MechanismFault Fault, double Bound)[] rows)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"claimed epsilon {claimed:g4} at delta {plan.Delta:g4}: {plan.RecordCount} canaries, q {plan.SamplingProbability:g4}, sigma {plan.NoiseMultiplier:g4}, {plan.Steps} steps");
        text.Append("mechanism      lower bound (95 %)   claim");
        foreach ((MechanismFault fault, double bound) in rows)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{Name(fault),-13} {bound,19:0.000}   {(bound > claimed ? "refuted" : "stands")}");
        }

        return text.ToString();
    }

    public static string Json(double claimed, PrivacyPlan plan, (MechanismFault Fault, double Bound)[] rows) => JsonLine.Of(writer =>
    {
        writer.WriteNumber("epsilonClaimed", claimed);
        writer.WriteNumber("delta", plan.Delta);
        writer.WriteNumber("noiseMultiplier", plan.NoiseMultiplier);
        writer.WriteStartArray("rows");
        foreach ((MechanismFault fault, double bound) in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("mechanism", Name(fault));
            writer.WriteNumber("lowerBound", bound);
            writer.WriteBoolean("refuted", bound > claimed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

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
        _ => fault.ToString(),
    };
}

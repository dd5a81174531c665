using System.Globalization;
using System.Text;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Statements;

/// <summary>Statements and events in words.</summary>
public static class StatementText
{
    /// <summary>The statement for people: a few lines of plain text.</summary>
    /// <param name="statement">The statement.</param>
    public static string Words(ReleaseStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Release {statement.ReleaseId} of {statement.Client} is ({statement.Epsilon:g6}, {statement.Delta:g6})-differentially private for {statement.Unit}.");
        if (statement.EpsilonAt.Count > 0)
        {
            text.AppendLine($"Epsilon at other deltas: {string.Join(", ", statement.EpsilonAt.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:g6} at {pair.Key}")))}.");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Neighbouring data: {statement.Adjacency}. Records: {statement.RecordCount}. Delta: {statement.DeltaRule}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Mechanism: {statement.Mechanism}. {string.Join("; ", statement.Events.Select(Describe))}.");
        if (statement.ClipNorm is { } clip)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"One record counts for at most {clip:g6} (L2).");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Epsilon by PLD {statement.EpsilonPld:g6}, by RDP {statement.EpsilonRdp:g6}, if sampling is not trusted {statement.EpsilonUnsampled:g6}. Accountants: {statement.Accountants}.");
        text.AppendLine(CultureInfo.InvariantCulture, $"Sampler: {statement.Sampler}. Noise: {statement.Noise}. Random bits: {statement.Generator}. Arithmetic: {statement.Precision}.");
        foreach ((string name, string value) in statement.Lineage.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name}: {value}");
        }

        text.AppendLine("Not covered:");
        foreach (string line in statement.NotCovered)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {line}");
        }

        return text.ToString();
    }

    /// <summary>An event in words.</summary>
    /// <param name="releases">The event.</param>
    public static string Describe(PrivacyEvent releases) => releases switch
    {
        SampledGaussianEvent e => string.Create(CultureInfo.InvariantCulture, $"DP training, q {e.SamplingProbability:g6}, sigma {e.NoiseMultiplier:g6}, {e.Steps} steps"),
        GroupSampledGaussianEvent e => string.Create(CultureInfo.InvariantCulture, $"DP training for units of {e.GroupSize} records, q {e.SamplingProbability:g6}, sigma {e.NoiseMultiplier:g6}, {e.Steps} steps"),
        GaussianEvent e => string.Create(CultureInfo.InvariantCulture, $"Gaussian noise, sigma {e.NoiseMultiplier:g6}, {e.Count} times"),
        DiscreteGaussianEvent e => string.Create(CultureInfo.InvariantCulture, $"noisy counts, sigma {e.NoiseMultiplier:g6}, {e.Count} cells a record"),
        _ => throw new NotSupportedException($"The event '{releases?.GetType().Name}' has no words."),
    };
}

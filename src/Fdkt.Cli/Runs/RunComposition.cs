using System.Globalization;
using Fdkt.Cli.Reports;
using Fdkt.Contracts.Reports;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Cli.Runs;

/// <summary>
/// What all releases of a run cost together. All repetitions draw their clients from the same private rows, so a record may be in one client of each.
/// </summary>
internal static class RunComposition
{
    private const string Experiment = "This is an experiment: if you publish more than one of these releases, the total counts.";

    /// <summary>Adds the sum over the run to what one release costs.</summary>
    /// <param name="privacy">The dearest release.</param>
    /// <param name="outcomes">The repetitions.</param>
    /// <param name="charged">Where the releases are charged, as a sentence; null for an experiment.</param>
    public static PrivacyReport AddTo(PrivacyReport privacy, IReadOnlyList<SeedOutcome> outcomes, string? charged)
    {
        // The smallest of the releases' own: a larger one would promise less than each of them does.
        double delta = outcomes.SelectMany(outcome => outcome.Charges).Min(charge => charge.Delta);
        PrivacyEvent[][][] steps = [.. outcomes.Select(outcome => outcome.Charges.Select(charge => charge.Events.ToArray()).ToArray())];
        PrivacyEvent[] all = [.. steps.SelectMany(step => step.SelectMany(events => events))];
        double composed = DisjointComposition.Epsilon(steps, delta);
        double? shared = steps.Any(step => step.Length > 1) ? PrivacyAccounting.Account(all, delta).EpsilonPld : null;
        string sentence = Sentence(privacy.Unit, outcomes.Count, steps.Sum(step => step.Length), composed, shared, delta);
        return privacy with
        {
            ComposedEpsilon = composed,
            ComposedEpsilonIfShared = shared,
            ComposedDelta = delta,
            Composition = $"{sentence} {charged ?? Experiment}",
        };
    }

    private static string Sentence(string unit, int seeds, int releases, double composed, double? shared, double delta)
    {
        string ofAll = shared is { } all ? $", and ε = {ReportText.Epsilon(all)} if every client holds it" : string.Empty;
        string repetitions = seeds == 1 ? "repetition" : "repetitions";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"All {releases} releases of this run together, over {seeds} {repetitions} that draw on the same private rows: "
            + $"ε = {ReportText.Epsilon(composed)} at δ = {delta:0.##e+0} for {unit} that is in at most one client of each repetition{ofAll}.");
    }
}

using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Runs;

/// <summary>What each method is called in tables.</summary>
internal static class ComparisonTitles
{
    public static string Of(Comparison comparison) => comparison switch
    {
        Comparison.PrivateOnly => "Private only",
        Comparison.ZeroShot => "Zero-shot (no demos)",
        Comparison.DemosOnly => "DP demos only",
        Comparison.NoFilter => "FDKT, no filters",
        Comparison.Fdkt => "FDKT",
        Comparison.NonPrivateDemos => "Real rows as demos (not private)",
        Comparison.RandomClassDemos => "Control: random classes",
        Comparison.SelfTraining => "Control: self-training",
        Comparison.PublicFeatures => "Control: public features",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Unknown method."),
    };
}

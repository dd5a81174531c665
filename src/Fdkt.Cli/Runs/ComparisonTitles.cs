using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Runs;

/// <summary>What each method is called in tables.</summary>
internal static class ComparisonTitles
{
    public static string Of(Comparison comparison) => comparison switch
    {
        Comparison.PrivateOnly => "Private only",
        Comparison.ZeroShot => "Public LLM, no demos (zero-shot)",
        Comparison.DemosOnly => "DP demos only",
        Comparison.NoFilter => "FDKT without filters",
        Comparison.Fdkt => "FDKT",
        Comparison.NonPrivateDemos => "Non-private demos (upper bound)",
        Comparison.RandomClassDemos => "Control: demos of random classes",
        Comparison.SelfTraining => "Control: self-training, no demos",
        Comparison.PublicFeatures => "Control: private only, public features",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Unknown method."),
    };
}

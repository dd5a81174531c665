using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What each method is called in tables: at most 20 characters, so that a table fits 80 columns.</summary>
public static class ComparisonTitles
{
    /// <summary>The title of a method.</summary>
    /// <param name="comparison">A declared value.</param>
    /// <returns>The title.</returns>
    public static string Of(Comparison comparison) => comparison switch
    {
        Comparison.PrivateOnly => "Private only",
        Comparison.ZeroShot => "Zero-shot",
        Comparison.DemosOnly => "DP demos only",
        Comparison.NoFilter => "FDKT, no filters",
        Comparison.Fdkt => "FDKT",
        Comparison.NonPrivateDemos => "Non-private demos",
        Comparison.RandomClassDemos => "Random-class demos",
        Comparison.SelfTraining => "Self-training",
        Comparison.PublicFeatures => "Public features",
        Comparison.OwnMeans => "Own class means",
        Comparison.PublicPseudoLabels => "Public pseudo-labels",
        Comparison.PooledRealRows => "All real rows pooled",
        Comparison.FdktPublicText => "FDKT, public text",
        Comparison.FdktGenerated => "FDKT, generated text",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Unknown method."),
    };
}

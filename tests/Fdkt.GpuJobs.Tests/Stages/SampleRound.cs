using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Stages;

/// <summary>The built-in sample in small: the model that ships, some rows, and sections that take a moment.</summary>
internal static class SampleRound
{
    private static readonly Lazy<PublicModel> LazyModel = new(() => PublicModelStore.Load(BuiltInSample.ModelFolder));
    private static readonly Lazy<RunInputs> LazyInputs = new(BuiltInSample.Inputs);

    public static PublicModel Model => LazyModel.Value;

    public static RunInputs Inputs => LazyInputs.Value;

    public static int Classes => Inputs.Labels.Count;

    public static IReadOnlyList<Example> Rows => [.. Inputs.Private.Take(60)];

    public static IReadOnlyList<Example> Test => [.. Inputs.Test.Take(60)];

    public static PrivacySection Privacy { get; } = new(Epsilon: 8);

    public static SynthesisSection Synthesis { get; } = new(DemosPerLabel: 3, Candidates: 4);

    public static AugmentationSection Augmentation { get; } = new(TextsPerLabel: 4, MinimumWords: 1);

    public static TrainingSection Training { get; } = new(PrivateWeight: 1);

    public static IReadOnlyList<Example> Demos => [.. Inputs.Private.Skip(100).GroupBy(row => row.Label).SelectMany(group => group.Take(3))];
}

using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Tests.PublicModels;

/// <summary>A public model of 90 texts, trained for a moment and shared by all tests of this process.</summary>
internal static class SmallModel
{
    private static readonly Lazy<PublicModel> Made = new(() => Train(new PublicModelOptions()));

    public static PublicModel Shared => Made.Value;

    /// <summary>The sizes of the tests laid over some options.</summary>
    public static PublicModel Train(PublicModelOptions options) => PublicModelTrainer.Train(TopicTexts.Texts(90, 1), options with
    {
        VocabularySize = 320,
        HiddenSize = 32,
        Layers = 1,
        Heads = 2,
        MaximumTokens = 24,
        CodeSize = 8,
        PrefixLength = 2,
        BatchSize = 16,
        MaximumEpochs = 2,
    });
}

namespace Fdkt.Learning.PublicModels;

/// <summary>Size of a public model and how long it is trained.</summary>
public sealed record PublicModelOptions
{
    /// <summary>Tokens in the vocabulary, special ones included. Default 4,096.</summary>
    public int VocabularySize { get; init; } = 4_096;

    /// <summary>Width of the decoder. A multiple of <see cref="Heads"/>. Default 192.</summary>
    public int HiddenSize { get; init; } = 192;

    /// <summary>Blocks of the decoder. Default 4.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>Attention heads. Default 6.</summary>
    public int Heads { get; init; } = 6;

    /// <summary>Longest text in tokens; longer ones are cut. Default 96.</summary>
    public int MaximumTokens { get; init; } = 96;

    /// <summary>Length of a text encoding and so of a control code. Default 64.</summary>
    public int CodeSize { get; init; } = 64;

    /// <summary>Prefix positions a control code becomes. Default 2.</summary>
    public int PrefixLength { get; init; } = 2;

    /// <summary>Texts per training step. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Longest training, wall clock. Default 3 minutes.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Most passes over the corpus; training ends earlier than <see cref="Budget"/> where this is reached. Default 30.</summary>
    public double MaximumEpochs { get; init; } = 30;

    /// <summary>Peak learning rate. Default .003.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Seed of weights and order.</summary>
    public int Seed { get; init; }
}

namespace Fdkt.Learning.PublicModels;

/// <summary>Size of a public model and how long it is trained.</summary>
public sealed record PublicModelOptions
{
    /// <summary>Tokens in the vocabulary, special ones included. Default 3,000.</summary>
    public int VocabularySize { get; init; } = 3_000;

    /// <summary>Width of the decoder. A multiple of <see cref="Heads"/>. Default 128.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Blocks of the decoder. Default 3.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Attention heads. Default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Longest text in tokens; longer ones are cut. Default 80.</summary>
    public int MaximumTokens { get; init; } = 80;

    /// <summary>Length of a text encoding and so of a control code. Default 64.</summary>
    public int CodeSize { get; init; } = 64;

    /// <summary>Prefix positions a control code becomes. Default 4.</summary>
    public int PrefixLength { get; init; } = 4;

    /// <summary>Texts per training step. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Longest training, wall clock. Default 3 minutes.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Most passes over the corpus; training ends earlier than <see cref="Budget"/> where this is reached. Default 30.</summary>
    public double MaximumEpochs { get; init; } = 30;

    /// <summary>Peak learning rate. Default .004.</summary>
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Seed of weights and order.</summary>
    public int Seed { get; init; }
}

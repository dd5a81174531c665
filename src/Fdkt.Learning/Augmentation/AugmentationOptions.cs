namespace Fdkt.Learning.Augmentation;

/// <summary>Settings of the server's stages.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Texts wanted per class. At least 1. Default 700.</summary>
    public int TextsPerLabel { get; init; } = 700;

    /// <summary>Demonstrations per prompt, all of one class. At least 1. Default 2.</summary>
    public int ShotsPerLabel { get; init; } = 2;

    /// <summary>Texts asked for per text wanted, so that the filters have a choice. At least 1. Default 1.3.</summary>
    public double Oversampling { get; init; } = 1.3;

    /// <summary>Demonstrations per cluster on average. At least 1. Default 4, as in the published implementation.</summary>
    public int SamplesPerCluster { get; init; } = 4;

    /// <summary>Shortest text kept, in words. Default 4.</summary>
    public int MinimumWords { get; init; } = 4;

    /// <summary>False turns off the filter of demonstrations and the check of the class of new texts.</summary>
    public bool Filter { get; init; } = true;

    /// <summary>Temperature of the language model. Default .9.</summary>
    public double Temperature { get; init; } = 0.9;

    /// <summary>Top-k of the language model; zero means all. Default 100.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Top-p of the language model. Default .95.</summary>
    public double TopP { get; init; } = 0.95;

    /// <summary>How often prompts whose replies could not be used are asked again. Default 1.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Seed of clusters, prompts and sampling.</summary>
    public required int Seed { get; init; }
}

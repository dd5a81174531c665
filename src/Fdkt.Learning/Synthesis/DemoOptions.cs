namespace Fdkt.Learning.Synthesis;

/// <summary>How demonstrations are sampled.</summary>
public sealed record DemoOptions
{
    /// <summary>Demonstrations wanted per class. At least 1. Default 150.</summary>
    public int PerLabel { get; init; } = 150;

    /// <summary>Demonstrations wanted of each class by itself; null wants <see cref="PerLabel"/> of each. Made from released values.</summary>
    public IReadOnlyList<int>? PerEachLabel { get; init; }

    /// <summary>Texts sampled per demonstration wanted; the vote keeps the best. At least 1. Default 1.5.</summary>
    public double Oversampling { get; init; } = 1.5;

    /// <summary>Temperature of the language model. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Top-k of the language model; zero means all. Default 100.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Top-p of the language model. Default .95.</summary>
    public double TopP { get; init; } = 0.95;

    /// <summary>Most tokens of a demonstration, at least 1; null, the default, leaves it to the model's length.</summary>
    public int? MaximumTokens { get; init; }

    /// <summary>Seed of everything sampled here; none of it protects privacy.</summary>
    public required int Seed { get; init; }

    /// <summary>Demonstrations wanted of a class.</summary>
    internal int Wanted(int label) => PerEachLabel is null ? PerLabel : PerEachLabel[label];

    /// <summary>The class of each text to be sampled, class by class.</summary>
    internal int[] LabelsToSample(int classes) =>
        [.. Enumerable.Range(0, classes).SelectMany(label => Enumerable.Repeat(label, (int)Math.Ceiling(Wanted(label) * Oversampling)))];
}

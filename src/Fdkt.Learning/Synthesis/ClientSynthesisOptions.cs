using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Synthesis;

/// <summary>What a client is asked to release, and its budget.</summary>
public sealed record ClientSynthesisOptions
{
    /// <summary>The mechanism; null leaves the choice to <see cref="MechanismChoice"/>.</summary>
    public SynthesisMechanism? Mechanism { get; init; }

    /// <summary>ε of the release. Positive.</summary>
    public required double Epsilon { get; init; }

    /// <summary>δ of the release. In (0, 1/n).</summary>
    public required double Delta { get; init; }

    /// <summary>Clip norm of DP-SGD. Positive. Default 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Expected batch size of DP-SGD; null takes a quarter of the records, at most 1,024.</summary>
    public int? ExpectedBatchSize { get; init; }

    /// <summary>Passes over the records of DP-SGD; null takes 40.</summary>
    public int? Epochs { get; init; }

    /// <summary>Rank of the adapters; null takes 4.</summary>
    public int? LoraRank { get; init; }

    /// <summary>Number of public topics of the votes; null lets <see cref="TopicVotes.DefaultTopics"/> choose.</summary>
    public int? Topics { get; init; }

    /// <summary>True lets noisy votes of the private records judge what DP-SGD sampled; both are charged. Default false.</summary>
    public bool RefineWithVotes { get; init; }

    /// <summary>Kind of noise of DP-SGD. Default Gaussian. Votes and class means always use exact discrete noise.</summary>
    public GradientNoise Noise { get; init; }

    /// <summary>How demonstrations are shared among classes. Default uniform.</summary>
    public LabelMix LabelMix { get; init; }

    /// <summary>
    /// Most records of one user, at least 1, where users are protected: rows were cut to so many, and all mechanisms charge and scale their noise for all of them.
    /// Null, the default, protects records one by one.
    /// </summary>
    public int? RecordsPerUser { get; init; }

    /// <summary>Most records of one unit of privacy; 1 where that is a record.</summary>
    public int RecordsPerUnit => RecordsPerUser ?? 1;

    /// <summary>How demonstrations are sampled.</summary>
    public required DemoOptions Demos { get; init; }
}

namespace Fdkt.Learning.PrivateTraining;

/// <summary>What decides speed and quality of private training, but not its privacy: that is the plan's.</summary>
public sealed record DpTrainingOptions
{
    /// <summary>What may change. Default class prompts only.</summary>
    public TrainableScope Scope { get; init; } = TrainableScope.ClassPrompts;

    /// <summary>Update rule. Default Adam.</summary>
    public DpOptimizerKind Optimizer { get; init; } = DpOptimizerKind.Adam;

    /// <summary>Step size of the update. Positive. Default 0.05, which suits class prompts; use about 1e-3 for the other scopes.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Momentum of SGD, or Adam's first decay. In [0, 1). Default .9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Adam's second decay. In [0, 1). Default .99.</summary>
    public double SecondMomentDecay { get; init; } = 0.99;

    /// <summary>Most rows per pass through the model; filler rows are masked. At least 1. Default 32. Changes memory and speed, not the result.</summary>
    public int PhysicalBatchSize { get; init; } = 32;

    /// <summary>Rank of adapters. At least 1. Default 4. Used in the low-rank scope.</summary>
    public int AdapterRank { get; init; } = 4;

    /// <summary>Factor on the adapters' product. Positive. Default 1.</summary>
    public double AdapterScale { get; init; } = 1;

    /// <summary>Layers that get an adapter in the low-rank scope. Default all.</summary>
    public AdapterTargets AdapterTargets { get; init; } = AdapterTargets.All;

    /// <summary>
    /// True keeps only the input of each block and computes the block again on the way back: less memory, about a third more time. Default false. Changes nothing else.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Seed of the adapters' initial values. Public: neither sampling nor noise depends on it.</summary>
    public int Seed { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <returns>This instance.</returns>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public DpTrainingOptions Validate()
    {
        Require(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), LearningRate);
        Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum);
        Require(SecondMomentDecay is >= 0 and < 1, nameof(SecondMomentDecay), SecondMomentDecay);
        Require(PhysicalBatchSize >= 1, nameof(PhysicalBatchSize), PhysicalBatchSize);
        Require(AdapterRank >= 1, nameof(AdapterRank), AdapterRank);
        Require((AdapterTargets & ~AdapterTargets.All) == 0 && (Scope != TrainableScope.LowRank || AdapterTargets != AdapterTargets.None), nameof(AdapterTargets), AdapterTargets);
        Require(double.IsFinite(AdapterScale) && AdapterScale > 0, nameof(AdapterScale), AdapterScale);
        return this;
    }

    private static void Require(bool holds, string name, object value)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {value}, which is out of range.", name);
        }
    }
}

namespace Fdkt.Learning.Pretraining;

/// <summary>Settings of <see cref="AdamW"/>.</summary>
public sealed record AdamWOptions
{
    /// <summary>Peak learning rate. Positive. Default 0.003, which suits models of 1 to 10 million parameters.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decay of the mean of gradients. In [0, 1). Default .9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients. In [0, 1). Default .95.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the second moment. Positive. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled decay of matrices, per unit of learning rate; vectors are not decayed. Default .05.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Largest L2 norm of the gradient; +∞ turns clipping off. Default 1.</summary>
    public double MaximumGradientNorm { get; init; } = 1;
}

namespace Fdkt.Learning.PrivateTraining;

/// <summary>What private training may change. Noise grows with the number of values, so few records call for a small scope.</summary>
public enum TrainableScope
{
    /// <summary>One soft control code per label; the model is frozen.</summary>
    ClassPrompts,

    /// <summary>Low-rank adapters on every linear layer of the blocks, and the codes. The weights stay as they are until training is over; then the adapters are merged into them for sampling.</summary>
    LowRank,

    /// <summary>Every weight, and the codes.</summary>
    Full,
}

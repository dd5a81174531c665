namespace Fdkt.Contracts.Rounds;

/// <summary>How a client trains its classifier: on augmented text, then on its own rows. What is left out is chosen.</summary>
/// <param name="Epochs">Passes over the private rows in the second stage, at least 1.</param>
/// <param name="AugmentedEpochs">Passes over the augmented text in the first stage, at least 1.</param>
/// <param name="AugmentedWeight">Total weight of augmented text over that of the private rows, at least 0; 0 ignores augmented text.</param>
/// <param name="LearningRate">Step size, above 0.</param>
/// <param name="Dimensions">Width of the text encoding, at least 2.</param>
/// <param name="WordDropout">Part of the words left out in training, inside [0, 1).</param>
/// <param name="ValidationFraction">Part of the private rows kept for early stopping, inside [0, 1); stays with the client. Default 0.1.</param>
public sealed record TrainingSection(
    int? Epochs = null,
    int? AugmentedEpochs = null,
    double? AugmentedWeight = null,
    double? LearningRate = null,
    int? Dimensions = null,
    double? WordDropout = null,
    double ValidationFraction = 0.1);

using Fdkt.Learning.TextStates;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>How a checkpoint becomes a student.</summary>
public sealed record FineTuningOptions
{
    /// <summary>What <see cref="TuningMethod.Auto"/> trains in full, in parameters.</summary>
    public const long LargestInFull = 500_000_000;

    /// <summary>Folder of the checkpoint.</summary>
    public required string Folder { get; init; }

    /// <summary>What is trained. Default: by size.</summary>
    public TuningMethod Method { get; init; } = TuningMethod.Auto;

    /// <summary>Rank of the adapters. At least 1. Default 8.</summary>
    public int LoraRank { get; init; } = 8;

    /// <summary>How a text's states become one vector; null takes what suits the model.</summary>
    public StatePooling? Pooling { get; init; }

    /// <summary>Texts in a step. At least 1. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Most passes over the text from the server, the first stage. At least 1. Default 3.</summary>
    public int ReceivedEpochs { get; init; } = 3;

    /// <summary>Most passes over the private rows, the second stage. At least 1. Default 10.</summary>
    public int OwnEpochs { get; init; } = 10;

    /// <summary>Passes without a lower validation loss after which a stage ends. At least 1. Default 3.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Peak learning rate of the checkpoint's weights, or of the adapters; null takes 3e-5 and 2e-4. The head's is this or 1e-3, whichever is higher.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Longer texts are cut to so many tokens, never more than the model takes. At least 8. Default 256.</summary>
    public int MaximumTokens { get; init; } = 256;

    /// <summary>Part of the private rows of each class that is held out for validation. In (0, 0.5]. Default 0.2.</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>Probability with which a value of a text's vector is dropped before the head in training. In [0, 1). Default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Where training runs; null takes <see cref="Native.TensorPlace.Device"/>.</summary>
    public Device? Device { get; init; }

    /// <summary>Whether adapters are trained for a model of a size.</summary>
    /// <param name="parameters">Number of weights.</param>
    public bool UsesAdapters(long parameters) => Method == TuningMethod.Lora || (Method == TuningMethod.Auto && parameters > LargestInFull);

    /// <summary>Checks ranges.</summary>
    /// <returns>This instance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal FineTuningOptions Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(LoraRank, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReceivedEpochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OwnEpochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTokens, 8);
        // Written so that NaN is out of every range.
        return LearningRate is not { } rate || (rate > 0 && double.IsFinite(rate))
            ? ValidationFraction is > 0 and <= 0.5 && Dropout is >= 0 and < 1
                ? this
                : throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, $"It must be in (0, 0.5], and the dropout, {Dropout}, in [0, 1).")
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), rate, "It must be finite and above 0.");
    }
}

using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>How a checkpoint becomes a model.</summary>
public sealed record HuggingFaceLoadOptions
{
    /// <summary>Element type of the model: Float32, BFloat16 or Float16. Null, the default, keeps that of the file's embedding.</summary>
    public ScalarType? Dtype { get; init; }

    /// <summary>Where the model lives. Null, the default, means the CPU.</summary>
    public Device? Device { get; init; }

    /// <summary>
    /// Longest text in tokens; 0, the default, takes the checkpoint's, at most <see cref="LongestByDefault"/>. Never more than the checkpoint's.
    /// Memory for positions grows with it. A model with learned positions keeps all of its own.
    /// </summary>
    public int MaximumLength { get; init; }

    /// <summary>
    /// Length Z of a conditioning vector to be added to a checkpoint that has none, so that class prompts can be trained. 0, the default, adds none.
    /// The map from it to the prefix is random, of the size of the embeddings, and frozen like the rest unless everything is trained.
    /// </summary>
    public int ConditioningSize { get; init; }

    /// <summary>Prefix positions of the conditioning that is added. 0 exactly where <see cref="ConditioningSize"/> is.</summary>
    public int PrefixLength { get; init; }

    /// <summary>Seed of the map that is added. Public.</summary>
    public int Seed { get; init; }

    /// <summary>Cut of <see cref="MaximumLength"/> where nothing is said: what Llama 3.1 and later are made for.</summary>
    public const int LongestByDefault = 131_072;
}

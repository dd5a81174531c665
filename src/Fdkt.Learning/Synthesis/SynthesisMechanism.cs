namespace Fdkt.Learning.Synthesis;

/// <summary>How a client turns private rows into demonstrations under differential privacy.</summary>
public enum SynthesisMechanism
{
    /// <summary>Noisy sums of the encodings of each class; see <see cref="ClassMeans"/>.</summary>
    ClassMeans,

    /// <summary>A noisy histogram of the public topics that records are closest to; see <see cref="TopicVotes"/>.</summary>
    Votes,

    /// <summary>DP-SGD on the soft control code of each class; all else is frozen.</summary>
    ClassPrompts,

    /// <summary>DP-SGD on low-rank adapters and the codes.</summary>
    Lora,

    /// <summary>DP-SGD on all parameters and the codes.</summary>
    Full,
}

namespace Fdkt.Learning.Models;

/// <summary>Shape of a Llama-family decoder. Immutable; <see cref="Validate"/> checks the rules across fields.</summary>
public sealed record DecoderConfig
{
    /// <summary>Number of token ids, V. At least 2.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream. A multiple of <see cref="HeadCount"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the SwiGLU feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of blocks. At least 1.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of query heads. Each has an even width, <see cref="HeadSize"/>.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="HeadCount"/> (grouped-query attention).</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Longest sequence in tokens, without the prefix. At least 2.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Base of the rotary frequencies. Default 10,000.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Added to the mean square inside RMSNorm. Default 1e-5.</summary>
    public double RmsNormEpsilon { get; init; } = 1e-5;

    /// <summary>True where the output head is the embedding matrix. Default true.</summary>
    public bool TieEmbeddings { get; init; } = true;

    /// <summary>Length Z of the conditioning vector (soft control code). Zero, the default, means an unconditioned model.</summary>
    public int ConditioningSize { get; init; }

    /// <summary>Number P of prefix positions a conditioning vector is mapped to. Zero exactly where <see cref="ConditioningSize"/> is.</summary>
    public int PrefixLength { get; init; }

    /// <summary>Width of one attention head.</summary>
    public int HeadSize => HiddenSize / HeadCount;

    /// <summary>Number of trainable values.</summary>
    public long ParameterCount => new ParameterLayout(this).Count;

    /// <summary>Checks ranges and the rules across fields.</summary>
    /// <returns>This instance.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message names the field and its value.</exception>
    public DecoderConfig Validate()
    {
        Require(VocabularySize >= 2, nameof(VocabularySize), VocabularySize, "at least 2");
        Require(HeadCount >= 1, nameof(HeadCount), HeadCount, "at least 1");
        Require(HiddenSize >= 2 && HiddenSize % HeadCount == 0, nameof(HiddenSize), HiddenSize, $"a multiple of {HeadCount} heads");
        Require(HeadSize % 2 == 0, nameof(HiddenSize), HiddenSize, "such that a head has even width");
        Require(IntermediateSize >= 1, nameof(IntermediateSize), IntermediateSize, "at least 1");
        Require(LayerCount >= 1, nameof(LayerCount), LayerCount, "at least 1");
        Require(KeyValueHeadCount >= 1 && HeadCount % KeyValueHeadCount == 0, nameof(KeyValueHeadCount), KeyValueHeadCount, $"a divisor of {HeadCount} heads");
        Require(MaximumLength >= 2, nameof(MaximumLength), MaximumLength, "at least 2");
        Require(double.IsFinite(RopeTheta) && RopeTheta > 1, nameof(RopeTheta), RopeTheta, "finite and above 1");
        Require(double.IsFinite(RmsNormEpsilon) && RmsNormEpsilon > 0, nameof(RmsNormEpsilon), RmsNormEpsilon, "finite and positive");
        Require(ConditioningSize >= 0, nameof(ConditioningSize), ConditioningSize, "zero or more");
        Require(PrefixLength >= 0 && (PrefixLength == 0) == (ConditioningSize == 0), nameof(PrefixLength), PrefixLength, "zero exactly where there is no conditioning");
        return this;
    }

    private static void Require(bool holds, string field, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{field} is {value}; it must be {rule}.", field);
        }
    }
}

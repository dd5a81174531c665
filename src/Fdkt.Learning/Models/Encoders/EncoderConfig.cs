namespace Fdkt.Learning.Models.Encoders;

/// <summary>Shape of an encoder of the BERT family: learned positions, norms behind each half of a block, GELU in its exact form, biases everywhere.</summary>
public sealed record EncoderConfig
{
    /// <summary>Number of token ids, V. At least 2.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the states. A multiple of <see cref="HeadCount"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward half of a block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of blocks. At least 1.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of attention heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Longest text in tokens, with those that start and end it. At least 2.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Row of the table of positions that the first token takes: 0 in BERT, 2 in RoBERTa.</summary>
    public int PositionOffset { get; init; }

    /// <summary>Kinds of token, of which the first is used for all; 0 where the model has none (DistilBERT).</summary>
    public int TokenTypeCount { get; init; }

    /// <summary>Added to the variance inside a norm. Default 1e-12.</summary>
    public double NormEpsilon { get; init; } = 1e-12;

    /// <summary>Whether there is a pooler: tanh of a linear layer on the first token's state.</summary>
    public bool HasPooler { get; init; }

    /// <summary>Width of one attention head.</summary>
    public int HeadSize => HiddenSize / HeadCount;

    /// <summary>Checks ranges and the rules across fields.</summary>
    /// <returns>This instance.</returns>
    /// <exception cref="ArgumentException">A rule is broken; the message names the field and its value.</exception>
    public EncoderConfig Validate()
    {
        Require(VocabularySize >= 2, nameof(VocabularySize), VocabularySize, "at least 2");
        Require(HeadCount >= 1, nameof(HeadCount), HeadCount, "at least 1");
        Require(HiddenSize >= 1 && HiddenSize % HeadCount == 0, nameof(HiddenSize), HiddenSize, $"a multiple of {HeadCount} heads");
        Require(IntermediateSize >= 1, nameof(IntermediateSize), IntermediateSize, "at least 1");
        Require(LayerCount >= 1, nameof(LayerCount), LayerCount, "at least 1");
        Require(MaximumLength >= 2, nameof(MaximumLength), MaximumLength, "at least 2");
        Require(PositionOffset >= 0, nameof(PositionOffset), PositionOffset, "zero or more");
        Require(TokenTypeCount >= 0, nameof(TokenTypeCount), TokenTypeCount, "zero or more");
        Require(double.IsFinite(NormEpsilon) && NormEpsilon > 0, nameof(NormEpsilon), NormEpsilon, "finite and positive");
        return this;
    }

    private static void Require(bool holds, string field, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field} is {value}; it must be {rule}."));
        }
    }
}

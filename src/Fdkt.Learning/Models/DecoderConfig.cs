namespace Fdkt.Learning.Models;

/// <summary>Shape of a decoder. The defaults are Llama's; the switches make it a Qwen 2 or a GPT-2. Immutable; <see cref="Validate"/> checks the rules across fields.</summary>
public sealed record DecoderConfig
{
    /// <summary>Number of token ids, V. At least 2.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream. A multiple of <see cref="HeadCount"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the feed-forward half of a block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of blocks. At least 1.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Number of query heads. Each is <see cref="HeadSize"/> wide, an even number where positions are rotary.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="HeadCount"/> (grouped-query attention).</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Longest sequence in tokens, without the prefix. At least 2.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Base of the rotary frequencies. Default 10,000.</summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Stretching of the rotary frequencies. Null, the default, means none.</summary>
    public RotaryScaling? RopeScaling { get; init; }

    /// <summary>Added to the mean square, or variance, inside a norm. Default 1e-5.</summary>
    public double RmsNormEpsilon { get; init; } = 1e-5;

    /// <summary>Kind of every norm. Default RMSNorm.</summary>
    public NormKind Norm { get; init; } = NormKind.RmsNorm;

    /// <summary>How positions are told apart. Default rotary.</summary>
    public PositionKind Positions { get; init; } = PositionKind.Rotary;

    /// <summary>Second half of a block. Default SwiGLU.</summary>
    public FeedForwardKind FeedForward { get; init; } = FeedForwardKind.SwiGlu;

    /// <summary>True where query, key and value projections have biases (Qwen 2, GPT-2). Default false.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>True where the projection behind attention has a bias (GPT-2). Default false.</summary>
    public bool OutputBias { get; init; }

    /// <summary>True where the feed-forward projections have biases (GPT-2). Default false.</summary>
    public bool FeedForwardBias { get; init; }

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
        Require(HeadSize % 2 == 0 || Positions == PositionKind.Learned, nameof(HiddenSize), HiddenSize, "such that a head has even width");
        Require(IntermediateSize >= 1, nameof(IntermediateSize), IntermediateSize, "at least 1");
        Require(LayerCount >= 1, nameof(LayerCount), LayerCount, "at least 1");
        Require(KeyValueHeadCount >= 1 && HeadCount % KeyValueHeadCount == 0, nameof(KeyValueHeadCount), KeyValueHeadCount, $"a divisor of {HeadCount} heads");
        Require(MaximumLength >= 2, nameof(MaximumLength), MaximumLength, "at least 2");
        Require(double.IsFinite(RopeTheta) && RopeTheta > 1, nameof(RopeTheta), RopeTheta, "finite and above 1");
        Require(RopeScaling is null or { IsValid: true }, nameof(RopeScaling), $"{RopeScaling}", "a stretching by at least 1 with ordered borders");
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

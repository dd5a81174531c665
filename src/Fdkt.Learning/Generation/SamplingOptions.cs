namespace Fdkt.Learning.Generation;

/// <summary>How tokens are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>Divides the logits. Zero or more; zero takes the most likely token. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only this many most likely tokens are drawn from. Zero, the default, means all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the most likely tokens that together reach this probability are drawn from. In (0, 1]. Default 1: all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Most new tokens per text, the end token counted. At least 1. Default 64. The model's maximum length also ends a text.</summary>
    public int MaximumNewTokens { get; init; } = 64;

    /// <summary>Token that ends a text; it is not part of the result. Negative means none.</summary>
    public required int EndToken { get; init; }

    /// <summary>Told the tokens of a text after each one, says whether they end it: the last one is part of the result. Asked by one thread at a time. Null, the default, leaves that to <see cref="EndToken"/>.</summary>
    public Func<IReadOnlyList<int>, bool>? EndsAfter { get; init; }

    /// <summary>Tokens that are never drawn, such as begin and padding. Default none.</summary>
    public IReadOnlyList<int> ForbiddenTokens { get; init; } = [];

    /// <summary>Texts generated side by side. At least 1. Default 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>True, the default, reads what all prompts of a list begin with once instead of once for each. Changes results by rounding alone. Without effect on models with conditioning.</summary>
    public bool SharesBeginning { get; init; } = true;

    /// <summary>Seed of the draws. The same requests, settings and seed give the same texts on the same machine.</summary>
    public required int Seed { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <returns>This instance.</returns>
    /// <exception cref="ArgumentException">A value is out of range; the message names it.</exception>
    public SamplingOptions Validate()
    {
        Require(double.IsFinite(Temperature) && Temperature >= 0, nameof(Temperature), Temperature);
        Require(TopK >= 0, nameof(TopK), TopK);
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP);
        Require(MaximumNewTokens >= 1, nameof(MaximumNewTokens), MaximumNewTokens);
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize);
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

using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Messaging;

/// <summary>The name of a job queue.</summary>
/// <param name="Value">Lower-case letters, digits and single hyphens inside, at most 63 characters.</param>
public readonly record struct QueueName(string Value)
{
    private const int MaximumLength = 63;

    /// <summary>The name.</summary>
    public string Value { get; } = Value is { Length: <= MaximumLength } && Value.Split('-').All(NameRule.Holds) ? Value : throw new InvalidNameException("queue", Value);

    /// <summary>The name.</summary>
    public override string ToString() => Value;
}

using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Federation;

/// <summary>One round of one task.</summary>
/// <param name="Value">A name by <see cref="NameRule"/>.</param>
[JsonConverter(typeof(FederationIdConverter<RoundId>))]
public readonly record struct RoundId(string Value) : IFederationId<RoundId>
{
    /// <summary>The name.</summary>
    public string Value { get; } = NameRule.Check(Value, "round");

    /// <inheritdoc/>
    public static RoundId Parse(string value) => new(value);

    /// <summary>The name.</summary>
    public override string ToString() => Value;
}

using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Federation;

/// <summary>A client of the federation: one data owner.</summary>
/// <param name="Value">A name by <see cref="NameRule"/>.</param>
[JsonConverter(typeof(FederationIdConverter<ClientId>))]
public readonly record struct ClientId(string Value) : IFederationId<ClientId>
{
    // jobs-llm is the queue of the language-model workers: a client of that name would read their jobs.
    private const string Reserved = "llm";

    /// <summary>The name.</summary>
    public string Value { get; } = Value == Reserved ? throw new InvalidNameException("client", Value) : NameRule.Check(Value, "client");

    /// <inheritdoc/>
    public static ClientId Parse(string value) => new(value);

    /// <summary>The name.</summary>
    public override string ToString() => Value;
}

using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Federation;

/// <summary>A classification task that rounds are run for.</summary>
/// <param name="Value">A name by <see cref="NameRule"/>.</param>
[JsonConverter(typeof(FederationIdConverter<TaskId>))]
public readonly record struct TaskId(string Value) : IFederationId<TaskId>
{
    /// <summary>The name.</summary>
    public string Value { get; } = NameRule.Check(Value, "task");

    /// <inheritdoc/>
    public static TaskId Parse(string value) => new(value);

    /// <summary>The name.</summary>
    public override string ToString() => Value;
}

using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Federation;

/// <summary>An order to the orchestrator, sent on queue <c>round-commands</c>.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StartRound), "start")]
[JsonDerivedType(typeof(CancelRound), "cancel")]
public abstract record RoundCommand(int SchemaVersion) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

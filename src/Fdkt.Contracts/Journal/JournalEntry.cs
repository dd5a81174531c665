using System.Text.Json;

namespace Fdkt.Contracts.Journal;

/// <summary>One line of a round's journal: something that happened, in the order in which the orchestration learned of it.</summary>
/// <param name="SchemaVersion">Version of the contract: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Sequence">Position, from 0, without gaps.</param>
/// <param name="Kind">What happened: "effect" (an activity's result), "event" (from outside), "timer", "time", "end".</param>
/// <param name="Name">Stable name of the effect, event or timer.</param>
/// <param name="Payload">Its JSON; null where it has none.</param>
public sealed record JournalEntry(int SchemaVersion, long Sequence, string Kind, string Name, JsonElement? Payload)
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

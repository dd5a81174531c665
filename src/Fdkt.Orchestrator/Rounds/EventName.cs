using System.Text.Json.Serialization.Metadata;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Names an event from outside and the JSON of its payload.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="Name">Stable name: it stands in journals.</param>
/// <param name="Type">Metadata of the payload.</param>
internal sealed record EventName<T>(string Name, JsonTypeInfo<T> Type)
    where T : class;

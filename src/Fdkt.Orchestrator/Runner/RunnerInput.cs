using System.Text.Json;

namespace Fdkt.Orchestrator.Runner;

/// <summary>Something that is ready to be journaled and delivered.</summary>
/// <param name="Kind">Kind of the entry.</param>
/// <param name="Name">Name of the effect, event or timer.</param>
/// <param name="Payload">Its JSON; null where it has none.</param>
/// <param name="Raised">Whoever raised the event waits for this: true once it is delivered, false where the round is over. Null where nobody waits.</param>
internal sealed record RunnerInput(string Kind, string Name, JsonElement? Payload, TaskCompletionSource<bool>? Raised);

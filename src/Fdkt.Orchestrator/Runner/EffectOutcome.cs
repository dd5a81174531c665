using System.Text.Json;
using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Runner;

/// <summary>How an activity ended, as journaled.</summary>
/// <param name="Result">Its result; null where it failed.</param>
/// <param name="Reason">Why it failed; null where it did not.</param>
/// <param name="Fault">Type of the fault; never its message, which may quote what it tripped over.</param>
internal sealed record EffectOutcome(JsonElement? Result, ReasonCode? Reason, string? Fault);

using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of writing what the round came to.</summary>
/// <param name="Outcome">The outcome.</param>
internal sealed record WriteOutcome(RoundOutcome Outcome) : IActivityInput
{
    /// <inheritdoc/>
    RoundId IActivityInput.Round => Outcome.Round;

    /// <inheritdoc/>
    public string Key => EnumNames.Of(Outcome.Phase);
}

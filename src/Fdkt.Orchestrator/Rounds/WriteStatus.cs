using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of writing where the round stands.</summary>
/// <param name="Status">The status.</param>
internal sealed record WriteStatus(RoundStatus Status) : IActivityInput
{
    /// <inheritdoc/>
    RoundId IActivityInput.Round => Status.Round;

    /// <inheritdoc/>
    public string Key => $"s{Status.Seed}.{EnumNames.Of(Status.Phase)}";
}

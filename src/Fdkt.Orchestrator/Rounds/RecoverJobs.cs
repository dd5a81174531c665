using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of the search for results whose messages were lost.</summary>
/// <param name="Jobs">The jobs whose end has not been heard of.</param>
/// <param name="SilentSince">Those of them that have no result and were not heard of since then are sent again; null sends none.</param>
/// <param name="Attempt">Number of this sending of the step's jobs; the first one was 0.</param>
internal sealed record RecoverJobs(SendJobs Jobs, DateTimeOffset? SilentSince, int Attempt) : IActivityInput
{
    /// <inheritdoc/>
    RoundId IActivityInput.Round => Jobs.Round;

    /// <inheritdoc/>
    public string Key => Jobs.Key;
}

using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of the search for demonstrations that wait for the task.</summary>
/// <param name="Round">The round.</param>
/// <param name="Task">The task.</param>
/// <param name="Seed">The repetition.</param>
internal sealed record FindPushes(RoundId Round, TaskId Task, int Seed) : IActivityInput
{
    /// <inheritdoc/>
    public string Key => $"s{Seed}";
}

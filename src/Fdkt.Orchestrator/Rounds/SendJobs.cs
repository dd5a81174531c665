using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Input of sending the jobs of a step.</summary>
/// <param name="Round">The round.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Step">Which jobs.</param>
/// <param name="Clients">To whom; empty for the augmentation.</param>
/// <param name="Texts">What the server wrote, for the training; else empty.</param>
/// <param name="Deadline">After this a result is late.</param>
internal sealed record SendJobs(RoundId Round, int Seed, JobStep Step, IReadOnlyList<ClientId> Clients, IReadOnlyList<WrittenTexts> Texts, DateTimeOffset Deadline) : IActivityInput
{
    /// <inheritdoc/>
    public string Key => $"s{Seed}.{EnumNames.Of(Step)}";
}

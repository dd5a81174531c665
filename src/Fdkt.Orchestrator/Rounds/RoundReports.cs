using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>What the operator may read of a round, from where it stands. Pure.</summary>
internal static class RoundReports
{
    /// <summary>The status.</summary>
    /// <param name="round">The round.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="now">The time.</param>
    public static RoundStatus Status(RoundId round, RoundState state, DateTimeOffset startedAt, DateTimeOffset now) => new(
        RoundStatus.CurrentSchemaVersion, round, state.Plan.Task, state.Phase, state.Reason, state.IsEnd ? null : state.Seed, Clients(state), state.Plan.Quorum, state.Deadline, startedAt, now);

    /// <summary>The outcome.</summary>
    /// <param name="round">The round.</param>
    /// <param name="state">Where it stands: at an end.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="now">The time.</param>
    public static RoundOutcome Outcome(RoundId round, RoundState state, DateTimeOffset startedAt, DateTimeOffset now) => new(
        RoundOutcome.CurrentSchemaVersion,
        round,
        state.Plan.Task,
        state.Phase,
        state.Reason,
        Clients(state),
        state.Stages,
        [.. state.Seeds.Values.SelectMany(clients => clients.Values).Select(client => client.Statement).OfType<Contracts.Artifacts.PrivacyStatement>()],
        state.Augmented,
        startedAt,
        now);

    private static IReadOnlyList<ClientStatus> Clients(RoundState state) =>
        [.. state.Seeds.SelectMany(seed => seed.Value.Values.Select(client => client.Status(seed.Key)))];
}

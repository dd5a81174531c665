using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>What the orchestration logs.</summary>
internal static partial class RoundLog
{
    [LoggerMessage(100, LogLevel.Information, "Round {Round} is {Phase}, seed {Seed}: {Accepted} of {Participants} accepted, {Open} open")]
    public static partial void Stands(ILogger logger, RoundId round, RoundPhase phase, int? seed, int accepted, int participants, int open);

    [LoggerMessage(101, LogLevel.Warning, "Round {Round}: {Clients} queues took no {Step} job; their clients count as failed")]
    public static partial void Unsent(ILogger logger, RoundId round, int clients, JobStep step);

    [LoggerMessage(102, LogLevel.Warning, "Round {Round}: demonstrations of {Client} for seed {Seed} came too late: {Policy}")]
    public static partial void Late(ILogger logger, RoundId round, ClientId client, int seed, LatePolicy policy);

    [LoggerMessage(103, LogLevel.Error, "Round {Round} cannot go on: {Reason}")]
    public static partial void Faulted(ILogger logger, RoundId round, ReasonCode reason, Exception error);
}

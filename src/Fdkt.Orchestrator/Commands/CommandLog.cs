using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Commands;

/// <summary>What the handling of orders logs.</summary>
internal static partial class CommandLog
{
    [LoggerMessage(600, LogLevel.Warning, "Round {Round} is refused: a round of task {Task} runs")]
    public static partial void TaskBusy(ILogger logger, RoundId round, TaskId task);

    [LoggerMessage(601, LogLevel.Error, "Round {Round} cannot go on: its order is unreadable, {Reason}")]
    public static partial void Unreadable(ILogger logger, RoundId round, ReasonCode reason, Exception error);
}

using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Schedules;

/// <summary>What schedules log.</summary>
internal static partial class ScheduleLog
{
    [LoggerMessage(700, LogLevel.Information, "Schedule {Schedule} started the round of {Tick}")]
    public static partial void Started(ILogger logger, string schedule, DateTimeOffset tick);

    [LoggerMessage(701, LogLevel.Warning, "Schedule {Schedule} skips {Tick}: a round of task {Task} runs")]
    public static partial void Skipped(ILogger logger, string schedule, DateTimeOffset tick, TaskId task);

    [LoggerMessage(702, LogLevel.Warning, "Schedule {Schedule} could not start its round; next try in {Pause}")]
    public static partial void NotStarted(ILogger logger, string schedule, TimeSpan pause, Exception error);
}

using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>What the inbox logs.</summary>
internal static partial class InboxLog
{
    [LoggerMessage(400, LogLevel.Information, "Demonstrations of {Client} for task {Task}, round {Round}, seed {Seed} were accepted")]
    public static partial void Accepted(ILogger logger, ClientId client, TaskId task, RoundId? round, int? seed);

    [LoggerMessage(401, LogLevel.Warning, "Demonstrations of {Client} for task {Task} are quarantined, {Reason}: {Detail}")]
    public static partial void Quarantined(ILogger logger, ClientId client, TaskId task, ReasonCode reason, string detail);

    [LoggerMessage(402, LogLevel.Warning, "Upload message {MessageId} was put aside, {Reason}: {Detail}")]
    public static partial void Poisoned(ILogger logger, string messageId, ReasonCode reason, string detail);

    [LoggerMessage(403, LogLevel.Warning, "Upload message {MessageId} could not be handled at delivery {Delivery}; it comes again")]
    public static partial void NotHandled(ILogger logger, string messageId, long delivery, Exception error);

    [LoggerMessage(404, LogLevel.Warning, "The upload queue cannot be read; next try in {Pause}")]
    public static partial void NotRead(ILogger logger, TimeSpan pause, Exception error);
}

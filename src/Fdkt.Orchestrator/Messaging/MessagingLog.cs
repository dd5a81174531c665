using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Messaging;

/// <summary>What the pumps log. Message ids are from outside: the sinks escape them.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(300, LogLevel.Warning, "Queue {Queue} cannot be read; next try in {Pause}")]
    public static partial void NotReceived(ILogger logger, QueueName queue, TimeSpan pause, Exception error);

    [LoggerMessage(301, LogLevel.Warning, "Queue {Queue}: message {MessageId} was refused, {Reason}: {Detail}")]
    public static partial void Refused(ILogger logger, QueueName queue, string messageId, ReasonCode reason, string detail);

    [LoggerMessage(302, LogLevel.Warning, "Queue {Queue}: message {MessageId} could not be handled at delivery {Delivery}; it comes again")]
    public static partial void NotHandled(ILogger logger, QueueName queue, string messageId, int delivery, Exception error);

    [LoggerMessage(303, LogLevel.Warning, "Queue {Queue}: message {MessageId} could not be settled; it may come again")]
    public static partial void NotSettled(ILogger logger, QueueName queue, string messageId, Exception error);
}

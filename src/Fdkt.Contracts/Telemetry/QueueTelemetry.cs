using Fdkt.Contracts.Messaging;

namespace Fdkt.Contracts.Telemetry;

/// <summary>What is measured of messages.</summary>
public static class QueueTelemetry
{
    /// <summary>A message was taken from a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="clock">The clock; the broker's may be another, so a wait below zero counts as none.</param>
    public static void Taken(QueueName queue, IReceivedMessage message, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(clock);
        if (message.EnqueuedAt is { } enqueued)
        {
            double waited = Math.Max(0, (clock.GetUtcNow() - enqueued).TotalSeconds);
            FederationMetrics.MessageLatency.Record(waited, new KeyValuePair<string, object?>(FederationMetrics.QueueTag, queue.Value));
        }
    }
}

using Fdkt.Contracts.Errors;

namespace Fdkt.Contracts.Messaging;

/// <summary>The broker cannot be reached, or did not take a message within the retries. Trying later can help.</summary>
/// <param name="queue">The queue.</param>
/// <param name="inner">What went wrong last.</param>
public sealed class QueueUnavailableException(QueueName queue, Exception? inner = null)
    : Exception($"Queue {queue} cannot be reached{(inner is null ? string.Empty : $": {FaultText.Brief(inner)}")}", inner)
{
    /// <summary>The queue.</summary>
    public QueueName Queue { get; } = queue;
}

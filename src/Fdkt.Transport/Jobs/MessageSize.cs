using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs;

/// <summary>The limit of a message, checked before it is sent.</summary>
internal static class MessageSize
{
    public static void Check(QueueName queue, QueueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Body.Length > QueueMessage.MaximumBytes)
        {
            throw TooLarge(queue, message, $"{QueueMessage.MaximumBytes} bytes are allowed");
        }
    }

    public static RefusedException TooLarge(QueueName queue, QueueMessage message, string bound, Exception? inner = null) =>
        new(ReasonCode.MessageTooLarge, $"A message of {message.Body.Length} bytes for queue {queue} is too large: {bound}.", inner);
}

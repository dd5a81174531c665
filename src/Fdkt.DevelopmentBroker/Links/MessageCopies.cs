using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Fdkt.Transport.Jobs.Amqp;
using Fdkt.Transport.Jobs.PeekLock;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>Turns what a sender sent into bytes, and bytes into what a receiver gets.</summary>
internal static class MessageCopies
{
    public static byte[] Encode(Message message)
    {
        ByteBuffer buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    public static LockedMessage Deliver(PeekLocked<byte[]> taken)
    {
        var sent = Message.Decode(new ByteBuffer(taken.Content, 0, taken.Content.Length, taken.Content.Length));
        var delivered = new LockedMessage(taken.Token)
        {
            // Counted from zero on the wire.
            Header = new Header { Durable = true, DeliveryCount = (uint)(taken.Deliveries - 1) },
            MessageAnnotations = sent.MessageAnnotations ?? new MessageAnnotations(),
            Properties = sent.Properties,
            ApplicationProperties = sent.ApplicationProperties,
            BodySection = sent.BodySection,
        };
        delivered.MessageAnnotations[(Symbol)AmqpNames.LockedUntil] = taken.LockedUntil.UtcDateTime;
        delivered.MessageAnnotations[(Symbol)"x-opt-sequence-number"] = taken.Sequence;
        if (taken.Death is { } death)
        {
            delivered.ApplicationProperties ??= new ApplicationProperties();
            delivered.ApplicationProperties[AmqpNames.DeadLetterReason] = death.Reason;
            delivered.ApplicationProperties[AmqpNames.DeadLetterDescription] = death.Description;
        }

        return delivered;
    }
}

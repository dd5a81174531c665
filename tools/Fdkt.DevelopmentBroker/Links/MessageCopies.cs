using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>Turns what a sender sent into bytes, and bytes into what a receiver gets.</summary>
internal static class MessageCopies
{
    public static byte[] Encode(Message message)
    {
        ByteBuffer buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    /// <summary>The sender's id; empty where there is none.</summary>
    public static string Id(Message message) => message.Properties?.GetMessageId() switch
    {
        null => string.Empty,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        object id => id.ToString() ?? string.Empty,
    };

    /// <summary>The body, where it is bytes, as all of the federation's are; else empty.</summary>
    public static ReadOnlyMemory<byte> Body(Message message) => message.BodySection is Data data ? data.Binary : ReadOnlyMemory<byte>.Empty;

    public static LockedMessage Deliver(PeekLocked<byte[]> taken)
    {
        LockedMessage delivered = Copy(taken, (uint)(taken.Deliveries - 1));
        delivered.MessageAnnotations[(Symbol)AmqpNames.LockedUntil] = taken.LockedUntil.UtcDateTime;
        return delivered;
    }

    /// <summary>A look at a message, which has no lock, as bytes.</summary>
    public static byte[] Peek(PeekLocked<byte[]> seen) => Encode(Copy(seen, (uint)seen.Deliveries));

    // Deliveries are counted from zero on the wire.
    private static LockedMessage Copy(PeekLocked<byte[]> taken, uint deliveries)
    {
        var sent = Message.Decode(new ByteBuffer(taken.Content, 0, taken.Content.Length, taken.Content.Length));
        var copy = new LockedMessage(taken.Token)
        {
            Header = new Header { Durable = true, DeliveryCount = deliveries },
            MessageAnnotations = sent.MessageAnnotations ?? new MessageAnnotations(),
            Properties = sent.Properties,
            ApplicationProperties = sent.ApplicationProperties,
            BodySection = sent.BodySection,
        };
        copy.MessageAnnotations[(Symbol)AmqpNames.SequenceNumber] = taken.Sequence;
        if (taken.Death is { } death)
        {
            copy.ApplicationProperties ??= new ApplicationProperties();
            copy.ApplicationProperties[AmqpNames.DeadLetterReason] = death.Reason;
            copy.ApplicationProperties[AmqpNames.DeadLetterDescription] = death.Description;
        }

        return copy;
    }
}

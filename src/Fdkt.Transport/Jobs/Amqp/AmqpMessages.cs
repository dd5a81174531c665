using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Maps messages to AMQP and back.</summary>
internal static class AmqpMessages
{
    // Both names are in use: the first by Azure's clients, the second by W3C.
    private const string DiagnosticId = "Diagnostic-Id";
    private const string TraceParent = "traceparent";

    public static Message Encode(QueueMessage message)
    {
        var encoded = new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties { MessageId = message.Id, Subject = message.Subject, ContentType = "application/json" },
            BodySection = new Data { Binary = message.Body.ToArray() },
        };
        if (message.TraceParent is { } trace)
        {
            encoded.ApplicationProperties = new ApplicationProperties { [DiagnosticId] = trace, [TraceParent] = trace };
        }

        return encoded;
    }

    public static string Id(Message message) => message.Properties?.GetMessageId() switch
    {
        null => string.Empty,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        object id => id.ToString() ?? string.Empty,
    };

    public static string Subject(Message message) => message.Properties?.Subject ?? string.Empty;

    /// <summary>The body. One that is neither data nor text comes out empty, and whoever reads it refuses it.</summary>
    public static ReadOnlyMemory<byte> Body(Message message) => message.BodySection switch
    {
        Data data => data.Binary,
        DataList list => Joined(list),
        AmqpValue { Value: byte[] bytes } => bytes,
        AmqpValue { Value: string text } => Encoding.UTF8.GetBytes(text),
        _ => ReadOnlyMemory<byte>.Empty,
    };

    public static string? Trace(Message message) => Text(message, TraceParent) ?? Text(message, DiagnosticId);

    public static int Deliveries(Message message) => (int)Math.Min(message.Header?.DeliveryCount ?? 0, int.MaxValue - 1) + 1;

    /// <summary>Until when the message is locked; null where the broker does not say, and then the lock does not end.</summary>
    public static DateTimeOffset? LockedUntil(Message message) =>
        message.MessageAnnotations?[(Symbol)AmqpNames.LockedUntil] is DateTime until ? Utc(until) : null;

    /// <summary>When the broker took the message; null where it does not say.</summary>
    public static DateTimeOffset? EnqueuedAt(Message message) => message.MessageAnnotations?[(Symbol)AmqpNames.EnqueuedTime] is DateTime time ? Utc(time) : null;

    /// <summary>The lock's name: the delivery tag, where it is 16 bytes long.</summary>
    public static Guid? LockToken(Message message) => message.DeliveryTag is { Length: 16 } tag ? new Guid(tag) : null;

    public static DeadLetter DeadLetter(Message message) => new(
        Id(message),
        Subject(message),
        Body(message),
        Text(message, AmqpNames.DeadLetterReason) ?? string.Empty,
        Text(message, AmqpNames.DeadLetterDescription) ?? string.Empty);

    public static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static string? Text(Message message, string name) => message.ApplicationProperties?[name] as string;

    private static byte[] Joined(DataList list)
    {
        using var joined = new MemoryStream();
        for (int i = 0; i < list.Count; i++)
        {
            joined.Write(list[i].Binary);
        }

        return joined.ToArray();
    }
}

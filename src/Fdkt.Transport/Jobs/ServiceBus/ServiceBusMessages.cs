using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Maps messages and faults to the SDK's and back.</summary>
internal static class ServiceBusMessages
{
    // Both names are in use: the first by Azure's clients, the second by W3C.
    private const string DiagnosticId = "Diagnostic-Id";
    private const string TraceParent = "traceparent";

    public static ServiceBusMessage Encode(QueueMessage message)
    {
        var encoded = new ServiceBusMessage(BinaryData.FromBytes(message.Body)) { MessageId = message.Id, Subject = message.Subject, ContentType = "application/json" };
        if (message.TraceParent is { } trace)
        {
            encoded.ApplicationProperties[DiagnosticId] = trace;
            encoded.ApplicationProperties[TraceParent] = trace;
        }

        return encoded;
    }

    public static DeadLetter DeadLetter(ServiceBusReceivedMessage message) =>
        new(message.MessageId ?? string.Empty, message.Subject ?? string.Empty, message.Body.ToMemory(), message.DeadLetterReason ?? string.Empty, message.DeadLetterErrorDescription ?? string.Empty);

    public static string? Trace(ServiceBusReceivedMessage message) => Text(message, TraceParent) ?? Text(message, DiagnosticId);

    /// <summary>Whether the broker is away, or does not let this identity in.</summary>
    public static bool IsUnavailable(Exception error) =>
        error is ServiceBusException or UnauthorizedAccessException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>Whether the next try may work: not where the queue is not there, the identity is refused, or the lock or the message is the matter.</summary>
    public static bool MayPass(Exception error) => error is ServiceBusException fault ? fault.IsTransient : error is not UnauthorizedAccessException && IsUnavailable(error);

    /// <summary>Whether the broker asks for patience.</summary>
    public static bool IsBusy(Exception error) => error is ServiceBusException { Reason: ServiceBusFailureReason.ServiceBusy };

    private static string? Text(ServiceBusReceivedMessage message, string name) => message.ApplicationProperties.TryGetValue(name, out object? value) ? value as string : null;
}

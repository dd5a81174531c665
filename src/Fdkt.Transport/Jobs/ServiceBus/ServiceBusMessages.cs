using Azure.Messaging.ServiceBus;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Maps messages to the SDK's and back.</summary>
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

    public static string? Trace(ServiceBusReceivedMessage message) => Text(message, TraceParent) ?? Text(message, DiagnosticId);

    /// <summary>Whether trying later can help: the broker is away, or does not let this identity in (yet).</summary>
    public static bool IsUnavailable(Exception error) => error is ServiceBusException or UnauthorizedAccessException or TimeoutException or IOException;

    private static string? Text(ServiceBusReceivedMessage message, string name) => message.ApplicationProperties.TryGetValue(name, out object? value) ? value as string : null;
}

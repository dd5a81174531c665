using System.Globalization;
using Azure.Core;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Where a broker is, how to sign in, and how long to try. Never shown: it may hold a key.</summary>
public sealed record AmqpOptions
{
    /// <summary>Host name of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Its port; by default 5671 with TLS and 5672 without.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the connection uses TLS, with the platform's check of the certificate; default true. Off for emulators on the same machine only.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>User for SASL PLAIN; null for SASL ANONYMOUS.</summary>
    public string? User { get; init; }

    /// <summary>Password for SASL PLAIN.</summary>
    public string? Password { get; init; }

    /// <summary>Signs in with tokens of a shared access key; null where that is not used.</summary>
    public SharedAccessKey? Key { get; init; }

    /// <summary>Signs in with Entra tokens; null where that is not used.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>Address of a queue, {0} for its name; default its name. RabbitMQ: <c>/amq/queue/{0}</c>.</summary>
    public string AddressFormat { get; init; } = "{0}";

    /// <summary>
    /// Whether a receiver that stops asks the broker to take credit back, so that no message is locked on its way to nobody; default true. Off for
    /// RabbitMQ, which gives such messages back on its own and does not stand the question.
    /// </summary>
    public bool DrainOnStop { get; init; } = true;

    /// <summary>How long one step (connect, attach, send, request) may take; default 30 s.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a message is sent before <see cref="QueueUnavailableException"/>, at least 1; default 6, which with the waits is about half a minute.</summary>
    public int SendAttempts { get; init; } = 6;

    /// <summary>First wait after a fault; default 200 ms. Doubles with each further one, and up to half of it is taken off at random.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait after a fault; default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest wait after the broker said that it is busy; default 10 s, as Service Bus asks for.</summary>
    public TimeSpan BusyWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message that arrived after its receive had ended is kept for the next one before it is given back; default 1 s.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Hears of faults that are tried again, for a log. Called on any thread.</summary>
    public Action<Exception>? OnRetry { get; init; }

    /// <summary>
    /// Reads <c>amqp[s]://USER:PASSWORD@HOST:PORT</c> (parts URL-encoded), or the form of Service Bus:
    /// <c>Endpoint=sb://HOST;SharedAccessKeyName=NAME;SharedAccessKey=KEY</c>, with <c>UseDevelopmentEmulator=true</c> for port 5672 without TLS.
    /// </summary>
    /// <param name="text">The connection string.</param>
    /// <exception cref="FormatException">It has neither form. The message does not repeat it.</exception>
    public static AmqpOptions Parse(string text) => AmqpConnectionString.Parse(text);

    /// <summary>A Service Bus namespace with Entra sign-in.</summary>
    /// <param name="host">Such as <c>name.servicebus.windows.net</c>.</param>
    /// <param name="credential">The identity.</param>
    public static AmqpOptions ForNamespace(string host, TokenCredential credential) => new() { Host = host, Credential = credential };

    /// <summary>Host and port.</summary>
    public override string ToString() => $"{(UseTls ? "amqps" : "amqp")}://{Host}:{ActualPort}";

    internal int ActualPort => Port ?? (UseTls ? 5671 : 5672);

    internal string Address(QueueName queue) => string.Format(CultureInfo.InvariantCulture, AddressFormat, queue.Value);
}

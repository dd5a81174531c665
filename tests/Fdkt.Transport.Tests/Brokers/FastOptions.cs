using Azure.Core;
using Fdkt.Transport.Jobs.Amqp;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>Options for brokers on the same machine: no TLS, short waits.</summary>
internal static class FastOptions
{
    public static AmqpOptions For(int port, string? user = null, string? password = null, SharedAccessKey? key = null, TokenCredential? credential = null, bool tls = false, int attempts = 40, Action<Exception>? onRetry = null) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        UseTls = tls,
        User = user,
        Password = password,
        Key = key,
        Credential = credential,
        StepTimeout = TimeSpan.FromSeconds(20),
        SendAttempts = attempts,
        OnRetry = onRetry,
        FirstWait = TimeSpan.FromMilliseconds(20),
        LongestWait = TimeSpan.FromMilliseconds(500),
        BusyWait = TimeSpan.FromMilliseconds(50),
        HoldTime = TimeSpan.FromMilliseconds(300),
    };
}

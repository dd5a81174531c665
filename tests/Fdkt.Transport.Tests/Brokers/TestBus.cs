using Azure.Messaging.ServiceBus;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Resilience;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>The real SDK on a development broker of this machine, which it takes for Microsoft's emulator, with short waits.</summary>
internal static class TestBus
{
    private static readonly RetryRhythm Quick = new()
    {
        FirstWait = TimeSpan.FromMilliseconds(20),
        LongestWait = TimeSpan.FromMilliseconds(500),
        BusyWait = TimeSpan.FromMilliseconds(50),
        Attempts = 100,
    };

    public static ServiceBusJobQueue Open(int port, int? attempts = null, Action<Exception>? onRetry = null) =>
        new(Client(port), TimeProvider.System, onRetry, Quick with { Attempts = attempts ?? Quick.Attempts });

    public static ServiceBusClient Client(int port) => ServiceBusAddress.Open(
        $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=name;SharedAccessKey=key;UseDevelopmentEmulator=true", () => throw new InvalidOperationException("No identity signs in at an emulator."));
}

using System.Net.Sockets;
using Fdkt.DevelopmentBroker;

// The library stops the action's token on ctrl-C and on a request to terminate.
return await new BrokerCommand().Create(RunAsync).Parse(args).InvokeAsync();

static async Task<int> RunAsync(BrokerOptions options, CancellationToken cancellationToken)
{
    try
    {
        using var broker = Broker.Open(options, TimeProvider.System);
        Console.WriteLine($"listening on amqp://{options.Host}:{broker.Port}");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
    catch (SocketException fault)
    {
        Console.Error.WriteLine($"Port {options.Port} cannot be used: {fault.Message}");
        return 1;
    }
}

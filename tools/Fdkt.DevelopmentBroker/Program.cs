using System.Net.Sockets;
using Fdkt.DevelopmentBroker;
using Fdkt.Transport.Processes;

// The library stops the action's token on ctrl-C and on a request to terminate.
var supervisor = new CancellationTokenSource();
if (SupervisorPipe.IsSupervised)
{
    // A terminal sends ctrl-C to supervised processes too; in which order they stop is for the supervisor to say.
    Console.CancelKeyPress += (_, key) => key.Cancel = true;
    SupervisorPipe.Watch(supervisor.Cancel);
}

return await new BrokerCommand().Create(RunAsync).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = SupervisorPipe.IsSupervised ? null : TimeSpan.FromSeconds(2) }, supervisor.Token);

static async Task<int> RunAsync(BrokerOptions options, CancellationToken cancellationToken)
{
    try
    {
        using var broker = Broker.Open(options, TimeProvider.System);
        Console.WriteLine("This is Fdkt's development broker. It stands in for Azure Service Bus on one machine, for trials and tests; it is not Service Bus and protects nothing.");
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

using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Logging;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Messaging;
using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>Commands that run until they are asked to stop, and tell meanwhile how they are. Stopping cleanly on request is success.</summary>
internal static class Service
{
    /// <summary>The option of a service that says where it can be asked.</summary>
    public static Option<int?> HealthPort() => Flag.Of<int?>(
        "--health-port", "PORT", $"Port of /healthz and /metrics. Default: {TelemetryOptions.HealthPortVariable}, else none.", "a port", text => TelemetryOptions.ParsePort(text));

    /// <summary>Runs a service.</summary>
    /// <param name="context">From outside; lines go to its output.</param>
    /// <param name="connection">The federation.</param>
    /// <param name="name">Name of the service in telemetry, and which of its instances this is.</param>
    /// <param name="healthPort">Port of the command line; null where it names none.</param>
    /// <param name="run">Runs on the broker that it is given until the token is cancelled.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    /// <exception cref="UserErrorException">The port cannot be had.</exception>
    public static async Task<ExitCode> RunAsync(
        CommandContext context, FederationConnection connection, (string Service, string Instance) name, int? healthPort, Func<IJobQueue, ILoggerFactory, Task> run, CancellationToken cancellationToken)
    {
        using var loggers = new LineLoggerFactory(context.Output, context.Clock);
        var options = TelemetryOptions.Read(context.Variable, healthPort);
        var health = new ServiceHealth(context.Clock);
        ILogger logger = loggers.CreateLogger(nameof(Service));
        connection.BrokerFaults.Listen(fault =>
        {
            health.Faulted();
            ServiceLog.BrokerFault(logger, fault);
        });
        using HealthListener? listener = options.HealthPort is { } port ? HealthListener.Start(options.HealthHost, port, health) : null;
        using var telemetry = TelemetrySession.Start(options, name.Service, name.Instance);
        try
        {
            await run(new WatchedJobQueue(connection.Queue, health), loggers).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to.
        }

        return ExitCode.Success;
    }
}

using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Hosting;

/// <summary>The orchestrator as a process runs it: goes on with all rounds that have no outcome, then takes orders, uploads, facts and ticks until it is stopped.</summary>
public sealed class OrchestratorService
{
    private readonly OrchestratorPorts _ports;
    private readonly OrchestratorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    /// <summary>Makes an orchestrator.</summary>
    /// <param name="ports">What it works with; not disposed.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <exception cref="OrchestratorOptionsException">The options cannot be used.</exception>
    public OrchestratorService(OrchestratorPorts ports, OrchestratorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        IReadOnlyList<string> problems = OrchestratorOptionsValidator.Validate(options);
        if (problems.Count > 0)
        {
            throw new OrchestratorOptionsException(problems);
        }

        (_ports, _options, _time, _loggers) = (ports, options, time, loggers);
    }

    /// <summary>Runs until it is stopped. May be called again afterwards.</summary>
    /// <param name="cancellationToken">Stops: no message is taken any more, those at hand are settled or given back, rounds keep their journals.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ILogger logger = _loggers.CreateLogger<OrchestratorService>();
        await using var parts = new OrchestratorParts(_ports, _options, _time, _loggers);
        await ContinueAsync(parts, logger, cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops =
        [
            parts.Commands.RunAsync(stop.Token),
            parts.Inbox.RunAsync(stop.Token),
            parts.Facts.RunAsync(stop.Token),
            parts.Progress.RunAsync(stop.Token),
            .. parts.Schedules.Select(schedule => schedule.RunAsync(stop.Token)),
        ];
        HostingLog.Ready(logger, parts.Schedules.Count);

        // The loops deal with their faults; one that ends before it is told to is a defect and ends all.
        await Task.WhenAny(loops).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(false);
        HostingLog.Stopped(logger);
    }

    private async Task ContinueAsync(OrchestratorParts parts, ILogger logger, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await parts.Starter.ContinueAllAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                HostingLog.NotReady(logger, _options.FaultPause, error);
                await Task.Delay(_options.FaultPause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Telemetry;
using Microsoft.Extensions.Logging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>A worker of one role: takes jobs from its queue, one at a time, until it is asked to stop.</summary>
public sealed class JobWorker
{
    private readonly QueueName _queue;
    private readonly WorkerPorts _ports;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly JobSession _session;

    /// <summary>Makes a worker.</summary>
    /// <param name="queue">The queue of its jobs.</param>
    /// <param name="handlers">What it does; a job of another kind is put aside.</param>
    /// <param name="ports">The rest of the federation. Not owned.</param>
    /// <param name="options">Limits and rhythms.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The local log.</param>
    public JobWorker(QueueName queue, IReadOnlyList<IJobHandler> handlers, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ILogger logger)
        : this(queue, new JobSession(ports, handlers, options, clock, logger), ports, options, clock, logger)
    {
    }

    internal JobWorker(QueueName queue, JobSession session, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(logger);
        (_queue, _session, _ports, _options, _clock, _logger) = (queue, session, ports, options, clock, logger);
    }

    /// <summary>Works until it is asked to stop, or is idle where <see cref="WorkerOptions.StopWhenIdle"/> says so.</summary>
    /// <param name="stop">
    /// Asks to stop, in two steps: no new job is taken at once; the one under way may end within <see cref="WorkerOptions.StopPatience"/>, and is then
    /// given back. What it has finished is kept, and whoever gets it next goes on from there.
    /// </param>
    /// <returns>A task that ends when the worker has stopped.</returns>
    public async Task RunAsync(CancellationToken stop)
    {
        using var giveUp = new CancellationTokenSource();
        ITimer patience = _clock.CreateTimer(_ => giveUp.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using (patience.ConfigureAwait(false))
        {
            using CancellationTokenRegistration asked = stop.Register(() => patience.Change(_options.StopPatience, Timeout.InfiniteTimeSpan));
            IJobReceiver receiver = _ports.Queue.CreateReceiver(_queue);
            await using (receiver.ConfigureAwait(false))
            {
                WorkerLog.Waiting(_logger, _queue);
                while (!stop.IsCancellationRequested)
                {
                    (IReceivedMessage? message, bool reached) = await ReceiveAsync(receiver, stop).ConfigureAwait(false);
                    if (message is not null)
                    {
                        QueueTelemetry.Taken(_queue, message, _clock);
                        await _session.HandleAsync(message, giveUp.Token).ConfigureAwait(false);
                    }
                    else if (reached && _options.StopWhenIdle)
                    {
                        WorkerLog.Idle(_logger, _queue);
                        return;
                    }
                }
            }
        }
    }

    /// <returns>A message, if one came; and whether the broker was reached, so that none came because there was none.</returns>
    private async Task<(IReceivedMessage? Message, bool Reached)> ReceiveAsync(IJobReceiver receiver, CancellationToken stop)
    {
        try
        {
            return (await receiver.ReceiveAsync(_options.ReceiveWait, stop).ConfigureAwait(false), true);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (null, false);
        }
#pragma warning disable CA1031 // The broker may come back; a worker does not end because it is away.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            WorkerLog.NotReceived(_logger, _queue, _options.RetryPause, JobFaults.Describe(fault));
            await PauseAsync(stop).ConfigureAwait(false);
            return (null, false);
        }
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(_options.RetryPause, _clock, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}

using Cronos;
using Fdkt.Contracts.Documents;
using Fdkt.Orchestrator.Commands;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Json;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Schedules;

/// <summary>Starts the rounds of a schedule. Of ticks that were missed the last one counts; a tick that finds a round of its task running is skipped.</summary>
internal sealed class ScheduleRunner(RoundSchedule schedule, RoundStarter starter, IDocumentStore documents, OrchestratorOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>The clock may be set meanwhile, and timers end at 49 days.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly CronExpression _cron = CronExpression.Parse(schedule.Cron, CronFormat.Standard);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone);

    /// <summary>Starts rounds until it is stopped.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await TickAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                ScheduleLog.NotStarted(logger, schedule.Name, options.FaultPause, error);
                pause = options.FaultPause;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Deals with the tick that is due, if one is.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How long to wait before the next look.</returns>
    public async Task<TimeSpan> TickAsync(CancellationToken cancellationToken)
    {
        DocumentPath path = DocumentPath.Schedule(schedule.Name);
        DateTimeOffset now = time.GetUtcNow();
        StoredDocument<ScheduleState>? state = await documents
            .ReadAsync(path, OrchestratorJsonContext.Default.ScheduleState, ScheduleState.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
        DateTimeOffset last = state?.Value.LastTick ?? now;
        DateTimeOffset? due = Due(last, now);
        if (due is { } tick)
        {
            await StartAsync(tick, cancellationToken).ConfigureAwait(false);
        }

        if (due is not null || state is null)
        {
            // Written after the round was started: a crash in between starts the same round again, which is none.
            var next = new ScheduleState(ScheduleState.CurrentSchemaVersion, schedule.Name, due ?? now);
            await documents.TryReplaceAsync(path, next, OrchestratorJsonContext.Default.ScheduleState, state?.Tag, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan left = (_cron.GetNextOccurrence(now, _zone) ?? DateTimeOffset.MaxValue) - time.GetUtcNow();
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
    }

    /// <summary>The last tick after one time and not after another; null where there is none.</summary>
    private DateTimeOffset? Due(DateTimeOffset last, DateTimeOffset now)
    {
        DateTimeOffset? due = null;
        for (DateTimeOffset? tick = _cron.GetNextOccurrence(last, _zone); tick <= now; tick = _cron.GetNextOccurrence(tick.Value, _zone))
        {
            due = tick;
        }

        return due;
    }

    private async Task StartAsync(DateTimeOffset tick, CancellationToken cancellationToken)
    {
        if (await starter.IsBusyAsync(schedule.Task, cancellationToken).ConfigureAwait(false))
        {
            ScheduleLog.Skipped(logger, schedule.Name, tick, schedule.Task);
            return;
        }

        await starter.StartAsync(schedule.Request(tick), cancellationToken).ConfigureAwait(false);
        ScheduleLog.Started(logger, schedule.Name, tick);
    }
}

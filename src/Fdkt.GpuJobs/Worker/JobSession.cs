using System.Collections.Concurrent;
using System.Diagnostics;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Telemetry;
using Microsoft.Extensions.Logging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>
/// Takes a message to its end: reads the job, does it, stores its last fact once, sends it, settles the message. The message is settled last, so a
/// crash anywhere before brings it back, and what was finished is found.
/// </summary>
internal sealed class JobSession(WorkerPorts ports, IReadOnlyList<IJobHandler> handlers, WorkerOptions options, TimeProvider clock, ILogger logger)
{
    // For brokers that do not count deliveries.
    private readonly ConcurrentDictionary<JobId, int> _attempts = new();

    /// <summary>Bytes of memory of this process.</summary>
    internal Func<long> Memory { get; init; } = static () => Environment.WorkingSet;

    /// <summary>Never throws but where the message could not even be given back; then its lock runs out.</summary>
    public async Task HandleAsync(IReceivedMessage message, CancellationToken stop)
    {
        Job job;
        IJobHandler handler;
        try
        {
            job = JobReader.Read(message.Body.Span);
            handler = handlers.FirstOrDefault(candidate => candidate.JobType == job.GetType())
                ?? throw new RefusedException(ReasonCode.UnknownKind, $"This worker does no {job.GetType().Name}.");
        }
        catch (RefusedException refused)
        {
            WorkerLog.BadMessage(logger, message.Id, refused.Reason, refused.Message);
            await SettleAsync(message, () => message.DeadLetterAsync(refused.Reason, refused.Message, CancellationToken.None)).ConfigureAwait(false);
            return;
        }

        using Activity span = RoundTrace.Start($"job {JobTelemetry.StepOf(job)}", ActivityKind.Consumer, message.TraceParent);
        JobTelemetry.Tag(span, job);
        int attempt = Math.Max(message.Deliveries, _attempts.AddOrUpdate(job.Id, 1, (_, before) => before + 1));
        var facts = new JobFacts(job, ports, clock);
        try
        {
            JobFact? last = await LastAsync(message, job, handler, facts, attempt, stop).ConfigureAwait(false);
            if (last is null)
            {
                return; // The message is another's: it is not ours to settle.
            }

            span.SetTag(RoundTrace.EndTag, JobTelemetry.EndOf(last));
            await facts.SendAsync(last, stop).ConfigureAwait(false);
            _attempts.TryRemove(job.Id, out _);
            await SettleAsync(message, () => last is JobFailed failed
                ? message.DeadLetterAsync(failed.Reason, $"Job {job.Id} failed.", CancellationToken.None)
                : message.CompleteAsync(CancellationToken.None)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            WorkerLog.Stopped(logger, job.Id, StopCause.WorkerStops);
            _attempts.AddOrUpdate(job.Id, 0, (_, before) => before - 1);
            await SettleAsync(message, () => message.AbandonAsync(CancellationToken.None)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever else went wrong may pass; the worker goes on with the next message.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            RoundTrace.Fail(span, fault);
            WorkerLog.GivenBack(logger, job.Id, attempt, JobFaults.Describe(fault));
            await PauseAsync(attempt, stop).ConfigureAwait(false);
            await SettleAsync(message, () => message.AbandonAsync(CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <summary>The last fact of the job, stored: found, or made by doing the job. Null where the lock was lost.</summary>
    private async Task<JobFact?> LastAsync(IReceivedMessage message, Job job, IJobHandler handler, JobFacts facts, int attempt, CancellationToken stop)
    {
        if (await facts.FindLastAsync(stop).ConfigureAwait(false) is { } known)
        {
            WorkerLog.Known(logger, job.Id);
            return known;
        }

        long began = clock.GetTimestamp();
        WorkerLog.Begins(logger, job.Id, attempt);
        using var measure = new JobMeasure(job, options.HasGpu, clock);
        JobFact? last = attempt > options.MaximumAttempts
            ? facts.Ended(JobVerdict.Failed(ReasonCode.DeliveryLimit))
            : await WorkAsync(message, job, handler, facts, attempt, stop).ConfigureAwait(false);
        if (last is null)
        {
            return null;
        }

        last = await facts.StoreLastAsync(last, stop).ConfigureAwait(false);
        measure.Ended(last);
        WorkerLog.Ended(logger, job.Id, last.GetType().Name, clock.GetElapsedTime(began).TotalSeconds);
        return last;
    }

    private async Task<JobFact?> WorkAsync(IReceivedMessage message, Job job, IJobHandler handler, JobFacts facts, int attempt, CancellationToken stop)
    {
        var progress = new JobProgress();
        var watch = new JobWatch(message, token => facts.SendAsync(facts.Working(progress.Now), token), options, clock, Memory, stop);
        await using (watch.ConfigureAwait(false))
        {
            try
            {
                await facts.SendAsync(facts.Started(), watch.Work).ConfigureAwait(false);
                return facts.Completed(await handler.HandleAsync(job, progress, watch.Work).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (watch.Cause is StopCause.TimeLimit or StopCause.MemoryLimit)
            {
                WorkerLog.Stopped(logger, job.Id, watch.Cause);
                return facts.Ended(JobVerdict.Failed(ReasonCode.LimitExceeded));
            }
            catch (OperationCanceledException) when (watch.Cause == StopCause.LockLost)
            {
                WorkerLog.Stopped(logger, job.Id, watch.Cause);
                return null;
            }
            catch (Exception fault) when (JobFaults.Of(fault) is { } verdict)
            {
                WorkerLog.Verdict(logger, job.Id, verdict.Reason, JobFaults.Describe(fault));
                return facts.Ended(verdict);
            }
            catch (Exception fault) when (fault is not OperationCanceledException && attempt >= options.MaximumAttempts)
            {
                WorkerLog.Verdict(logger, job.Id, ReasonCode.DeliveryLimit, JobFaults.Describe(fault));
                return facts.Ended(JobVerdict.Failed(ReasonCode.DeliveryLimit));
            }
        }
    }

    /// <summary>A pause before a job is given back, so that a fault of a minute does not use up all attempts.</summary>
    private async Task PauseAsync(int attempt, CancellationToken stop)
    {
        try
        {
            await Task.Delay(options.PauseAfter(attempt), clock, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping: give it back at once.
        }
    }

    private async Task SettleAsync(IReceivedMessage message, Func<Task> settle)
    {
        try
        {
            await settle().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // An unsettled message comes again; nothing is lost by going on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            WorkerLog.NotSettled(logger, message.Id, JobFaults.Describe(fault));
        }
    }
}

using Fdkt.Contracts.Messaging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>What goes on beside the work on a job: renews the message's lock, gives signs of life, watches time and memory. Cancels the work where it must not go on.</summary>
internal sealed class JobWatch : IAsyncDisposable
{
    // A lock is renewed after this part of what is left of it: two renewals may fail before it is lost.
    private const int RenewalsPerLock = 3;

    // Between tries to renew a lock whose end has passed or is near.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _work = new();
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _stop;
    private readonly IReceivedMessage _message;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<long> _memory;
    private readonly Task[] _watches;
    private int _cause;

    /// <param name="message">The job's message.</param>
    /// <param name="heartbeat">Gives a sign of life; its faults are ignored.</param>
    /// <param name="options">Limits and rhythms.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="memory">Bytes of memory of this process.</param>
    /// <param name="stop">The worker stops.</param>
    public JobWatch(IReceivedMessage message, Func<CancellationToken, Task> heartbeat, WorkerOptions options, TimeProvider clock, Func<long> memory, CancellationToken stop)
    {
        (_message, _options, _clock, _memory) = (message, options, clock, memory);
        _stop = stop.Register(() => Stop(StopCause.WorkerStops));
        _watches = [RenewAsync(), BeatAsync(heartbeat), LimitTimeAsync(), LimitMemoryAsync()];
    }

    /// <summary>Cancelled where the work must stop.</summary>
    public CancellationToken Work => _work.Token;

    /// <summary>Why it must.</summary>
    public StopCause Cause => (StopCause)Volatile.Read(ref _cause);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_watches).ConfigureAwait(false);
        await _stop.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
        _work.Dispose();
    }

    /// <summary>The first cause counts.</summary>
    private void Stop(StopCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)StopCause.None) == (int)StopCause.None)
        {
            _work.Cancel();
        }
    }

    private async Task RenewAsync()
    {
        while (_message.LockedUntil is { } until)
        {
            TimeSpan left = until - _clock.GetUtcNow();
            if (!await PauseAsync(left > ShortestPause * RenewalsPerLock ? left / RenewalsPerLock : ShortestPause).ConfigureAwait(false))
            {
                return;
            }

            try
            {
                await _message.RenewLockAsync(_over.Token).ConfigureAwait(false);
            }
            catch (LockLostException)
            {
                Stop(StopCause.LockLost);
                return;
            }
#pragma warning disable CA1031 // A renewal that failed is tried again; the lock's own end decides.
            catch (Exception)
#pragma warning restore CA1031
            {
                if (_clock.GetUtcNow() >= until)
                {
                    Stop(StopCause.LockLost);
                    return;
                }
            }
        }
    }

    private async Task BeatAsync(Func<CancellationToken, Task> heartbeat)
    {
        while (await PauseAsync(_options.Heartbeat).ConfigureAwait(false))
        {
            try
            {
                await heartbeat(_over.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A sign of life that got lost is no reason to stop working.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    private async Task LimitTimeAsync()
    {
        if (await PauseAsync(_options.JobTimeLimit).ConfigureAwait(false))
        {
            Stop(StopCause.TimeLimit);
        }
    }

    private async Task LimitMemoryAsync()
    {
        while (_options.MemoryLimitBytes is { } limit && await PauseAsync(_options.MemoryCheck).ConfigureAwait(false))
        {
            if (_memory() > limit)
            {
                Stop(StopCause.MemoryLimit);
                return;
            }
        }
    }

    /// <returns>False where the job is over.</returns>
    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _clock, _over.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

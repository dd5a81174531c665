namespace Fdkt.ServerModels.Endpoint;

/// <summary>Spaces requests so that limits per minute hold, and lets all of them wait where the server says so. Thread-safe.</summary>
/// <param name="requestsPerMinute">Most requests per minute; null is no limit.</param>
/// <param name="tokensPerMinute">Most tokens per minute; null is no limit. Counted after the answer, so it holds on average.</param>
/// <param name="clock">The clock.</param>
internal sealed class RequestPacer(double? requestsPerMinute, double? tokensPerMinute, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>Waits for the next request's turn.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Turn() is { } wait)
        {
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts the next request off by what an answer used up.</summary>
    public void Charge(long tokens)
    {
        if (tokensPerMinute is { } limit)
        {
            lock (_gate)
            {
                _free = Later(_free, clock.GetUtcNow()) + TimeSpan.FromMinutes(tokens / limit);
            }
        }
    }

    /// <summary>Lets no request begin before a time.</summary>
    public void Pause(TimeSpan time)
    {
        lock (_gate)
        {
            _free = Later(_free, clock.GetUtcNow() + time);
        }
    }

    /// <summary>Null where it is this request's turn; else how long until it may be.</summary>
    private TimeSpan? Turn()
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (_free > now)
            {
                return _free - now;
            }

            _free = now + (requestsPerMinute is { } limit ? TimeSpan.FromMinutes(1 / limit) : TimeSpan.Zero);
            return null;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

namespace Fdkt.Tests;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Eventually
{
    // Never reached where all is well: it ends a test that would hang.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when a condition holds.</summary>
    /// <param name="condition">Looked at again and again; may let a clock go on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task HoldsAsync(Func<bool> condition, CancellationToken cancellationToken) => HoldsAsync(condition, Bound, cancellationToken);

    /// <summary>Returns when a condition holds.</summary>
    /// <param name="condition">Looked at again and again; may let a clock go on.</param>
    /// <param name="bound">Ends a test that would hang.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task HoldsAsync(Func<bool> condition, TimeSpan bound, CancellationToken cancellationToken) => HoldsAsync(() => Task.FromResult(condition()), bound, cancellationToken);

    /// <summary>Returns when a condition holds.</summary>
    /// <param name="condition">Looked at again and again.</param>
    /// <param name="bound">Ends a test that would hang.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan bound, CancellationToken cancellationToken)
    {
        if (!await HoldsWithinAsync(condition, bound, cancellationToken))
        {
            throw new TimeoutException($"The condition did not hold within {bound}.");
        }
    }

    /// <summary>Whether a condition comes to hold in a time.</summary>
    /// <param name="condition">Looked at again and again.</param>
    /// <param name="bound">The time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<bool> HoldsWithinAsync(Func<Task<bool>> condition, TimeSpan bound, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > bound)
            {
                return false;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return true;
    }
}

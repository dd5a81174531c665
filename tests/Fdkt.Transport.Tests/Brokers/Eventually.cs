namespace Fdkt.Transport.Tests.Brokers;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Eventually
{
    // Never reached where all is well: it ends a test that would hang.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when a condition holds.</summary>
    /// <param name="condition">Looked at again and again; may let a clock go on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task HoldsAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);
        using var timer = new PeriodicTimer(Tick);
        while (!condition())
        {
            await timer.WaitForNextTickAsync(bound.Token);
        }
    }
}

namespace Fdkt.Privacy.Tests;

/// <summary>A clock that stands still, so that a ledger's bytes depend on its entries alone.</summary>
internal sealed class FixedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
}

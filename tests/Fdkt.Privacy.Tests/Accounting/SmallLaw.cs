using Fdkt.Privacy.Accounting.Loss;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>A law to work out by hand.</summary>
internal static class SmallLaw
{
    /// <summary>Four points from −1 on, and some mass at infinity.</summary>
    public static readonly GridLoss Four = new(-1, [.1, .2, .3, .35], .05);
}

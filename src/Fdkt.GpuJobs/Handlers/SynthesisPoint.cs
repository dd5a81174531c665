namespace Fdkt.GpuJobs.Handlers;

/// <summary>The moments of a synthesis between which a crash may fall.</summary>
internal enum SynthesisPoint
{
    /// <summary>The policy allows it; nothing is charged.</summary>
    Allowed,

    /// <summary>The ledger has charged it; the rows are in memory, and the mechanism has not run.</summary>
    Reserved,

    /// <summary>The demonstrations are in memory.</summary>
    Released,

    /// <summary>They are on this disk, sealed and signed.</summary>
    Kept,

    /// <summary>The ledger knows their hash.</summary>
    Committed,

    /// <summary>They are in the store.</summary>
    Stored,

    /// <summary>They are announced.</summary>
    Announced,
}

using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Clients;

/// <summary>A ledger that was rebuilt.</summary>
/// <param name="Recovery">What it charges.</param>
/// <param name="Old">Where the old one is; null where there was none.</param>
public sealed record LedgerRebuilt(LedgerRecovery Recovery, string? Old);

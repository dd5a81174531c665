using System.Text.Json.Serialization;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>A line as it is stored. Fields are added, never renamed; <see cref="Hash"/> is always the last.</summary>
internal sealed record LedgerLine
{
    public int? SchemaVersion { get; init; }

    public string? LedgerId { get; init; }

    /// <summary>Marks of the ledgers that this one was rebuilt from, newest first; on the first line alone.</summary>
    public IReadOnlyList<string>? Recovers { get; init; }

    /// <summary>Entries that a rebuilt ledger began with. One that has fewer lacks what it was rebuilt for.</summary>
    public int? RebuiltEntries { get; init; }

    [JsonRequired]
    public long Sequence { get; init; }

    [JsonRequired]
    public LedgerEntryKind Kind { get; init; }

    [JsonRequired]
    public DateTimeOffset Time { get; init; }

    public string? ReleaseId { get; init; }

    public string? Task { get; init; }

    public string? Round { get; init; }

    public double? Delta { get; init; }

    public IReadOnlyList<PrivacyEvent>? Events { get; init; }

    public string? ContentHash { get; init; }

    [JsonRequired]
    public string Previous { get; init; } = string.Empty;

    public string? Hash { get; init; }

    public static LedgerLine Reserve(LedgerCharge charge) => new()
    {
        Kind = LedgerEntryKind.Reserve,
        ReleaseId = charge.ReleaseId,
        Task = charge.Task,
        Round = charge.Round,
        Delta = charge.Delta,
        Events = charge.Events,
    };

    public static LedgerLine Commit(string releaseId, string contentHash) => new() { Kind = LedgerEntryKind.Commit, ReleaseId = releaseId, ContentHash = contentHash };
}

using System.Text.Json.Serialization;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>A line as it is stored. Fields are added, never renamed; <see cref="Hash"/> is always the last.</summary>
internal sealed record LedgerLine
{
    public int? SchemaVersion { get; init; }

    public string? LedgerId { get; init; }

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
}

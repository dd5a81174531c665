using System.Text.Json.Serialization;

namespace Fdkt.Privacy.Ledger;

/// <summary>What a line of the ledger records. Names on disk are never renamed or reused.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LedgerEntryKind>))]
public enum LedgerEntryKind
{
    /// <summary>The first line: the ledger's own id.</summary>
    [JsonStringEnumMemberName("create")]
    Create,

    /// <summary>A release is about to be made; its events count as spent from here on.</summary>
    [JsonStringEnumMemberName("reserve")]
    Reserve,

    /// <summary>The release was made: the hash of its content.</summary>
    [JsonStringEnumMemberName("commit")]
    Commit,

    /// <summary>The client states that nothing was released under the reservation; its events no longer count.</summary>
    [JsonStringEnumMemberName("expire")]
    Expire,
}

using System.Text.Json.Serialization;

namespace Fdkt.Privacy.Accounting;

/// <summary>One or more releases about private records, described so that an accountant can charge them.</summary>
/// <remarks>
/// Adjacency is zero-out throughout: one unit's records are replaced by empty ones, n is public. Both directions are accounted. The hierarchy is closed: accountants refuse a kind they do not
/// know, by name. Immutable. Stored as JSON by <see cref="PrivacyEventConverter"/>.
/// </remarks>
[JsonConverter(typeof(PrivacyEventConverter))]
public abstract record PrivacyEvent
{
    private protected PrivacyEvent()
    {
    }

    /// <summary>True if the event releases nothing about any record.</summary>
    internal abstract bool IsVoid { get; }
}

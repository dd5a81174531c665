using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>Whether the first line of a CSV file holds column names. In JSON: <c>true</c>, <c>false</c> or <c>"auto"</c>.</summary>
[JsonConverter(typeof(HeaderModeConverter))]
public enum HeaderMode
{
    /// <summary>Decided by how the columns are named and what the first line holds; the reader's documentation says how.</summary>
    Auto,

    /// <summary>The first line is a header.</summary>
    Present,

    /// <summary>The first line is data.</summary>
    Absent,
}

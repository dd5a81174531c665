using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>What goes between two text columns that become one text.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TextJoin>))]
public enum TextJoin
{
    /// <summary>One blank.</summary>
    Space,

    /// <summary>One line feed.</summary>
    Newline,
}

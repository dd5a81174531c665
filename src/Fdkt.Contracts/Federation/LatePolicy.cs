using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Federation;

/// <summary>What becomes of demonstrations that arrive after a round's deadline.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LatePolicy>))]
public enum LatePolicy
{
    /// <summary>They wait for the next round of the task whose plan they fit.</summary>
    KeepForNextRound,

    /// <summary>They are quarantined with reason <see cref="ReasonCode.Late"/>.</summary>
    Quarantine,
}

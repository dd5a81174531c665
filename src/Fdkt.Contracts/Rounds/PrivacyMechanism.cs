using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>How a client turns private rows into demonstrations under differential privacy.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PrivacyMechanism>))]
public enum PrivacyMechanism
{
    /// <summary>Chosen by the number of records and by epsilon; the report says which and why.</summary>
    Auto,

    /// <summary>Each record votes for its nearest public topic or candidate; a noisy histogram picks the demonstrations.</summary>
    Votes,

    /// <summary>DP-SGD on the soft control code of each class; all else is frozen.</summary>
    ClassPrompts,

    /// <summary>DP-SGD on low-rank adapters.</summary>
    Lora,

    /// <summary>DP-SGD on all parameters.</summary>
    Full,
}

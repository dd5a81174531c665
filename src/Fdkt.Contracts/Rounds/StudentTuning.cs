using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>Which values of a checkpoint a student's training changes.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StudentTuning>))]
public enum StudentTuning
{
    /// <summary>All of a model of up to 500 million parameters, adapters beside a larger one.</summary>
    Auto,

    /// <summary>Every weight.</summary>
    Full,

    /// <summary>Low-rank adapters on every linear layer.</summary>
    Lora,
}

using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>Element type of a model's weights.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WeightType>))]
#pragma warning disable CA1720 // The names are those that checkpoints have for their types.
public enum WeightType
{
    /// <summary>32 bits: four bytes a weight.</summary>
    Float32,

    /// <summary>16 bits with the range of float32: two bytes a weight. Clipping, sums, noise and updates are float32 all the same.</summary>
    Bfloat16,

    /// <summary>16 bits of a range that gradients leave. Known so that it can be refused with its reason.</summary>
    Float16,
}
#pragma warning restore CA1720

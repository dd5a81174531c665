using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>JSON of the round file: camelCase, enums as strings, comments and trailing commas allowed, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true)]
[JsonSerializable(typeof(RoundFile))]
public sealed partial class RoundJsonContext : JsonSerializerContext;

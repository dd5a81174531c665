using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.GpuJobs.Clients;

/// <summary>JSON of a client's own folder: camelCase, enums as strings, comments and trailing commas allowed, since people write it.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ClientSettings))]
[JsonSerializable(typeof(Evaluation))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;

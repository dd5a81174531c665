using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.GpuJobs.Artifacts;

/// <summary>JSON of what is kept beside artifacts.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(KeptRecord))]
internal sealed partial class ArtifactJsonContext : JsonSerializerContext;

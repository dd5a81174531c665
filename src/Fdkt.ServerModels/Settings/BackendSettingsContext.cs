using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.ServerModels.Settings;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(BackendSettings))]
internal sealed partial class BackendSettingsContext : JsonSerializerContext;

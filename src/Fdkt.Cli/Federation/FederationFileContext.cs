using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Cli.Federation;

/// <summary>JSON of the files that people and commands read: indented, null fields left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(FederationSettings))]
[JsonSerializable(typeof(PushStatement))]
[JsonSerializable(typeof(ScheduleFile))]
internal sealed partial class FederationFileContext : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Cli.Telemetry;

/// <summary>JSON of traces and health.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpanLine))]
[JsonSerializable(typeof(HealthReport))]
internal sealed partial class TelemetryJsonContext : JsonSerializerContext;

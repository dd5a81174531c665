using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Privacy.Statements;

/// <summary>JSON of statements: camelCase, indented. A number that is not finite is the string "Infinity" or "NaN".</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ReleaseStatement))]
internal sealed partial class StatementJsonContext : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Reports;

/// <summary>
/// JSON of the report: camelCase, enums as strings. A number that is not finite is the string "NaN", "Infinity" or
/// "-Infinity"; an account that does not apply is null, and is written so that every field is always there.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
public sealed partial class ReportJsonContext : JsonSerializerContext;

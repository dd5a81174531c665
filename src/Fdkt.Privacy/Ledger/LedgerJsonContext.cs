using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Privacy.Ledger;

/// <summary>JSON of the ledger: one object a line, camelCase, absent fields left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerLine))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext;

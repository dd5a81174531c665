using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.FunctionApp;

/// <summary>JSON of what only the function app reads and writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiRefusal))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class AzureJsonContext : JsonSerializerContext;

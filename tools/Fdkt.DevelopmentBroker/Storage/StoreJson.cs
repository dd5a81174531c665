using System.Text.Json.Serialization;

namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>JSON of the broker's files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoreLine))]
[JsonSerializable(typeof(Dictionary<string, QueueCount>))]
internal sealed partial class StoreJson : JsonSerializerContext;

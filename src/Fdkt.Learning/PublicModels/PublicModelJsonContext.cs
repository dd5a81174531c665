using System.Text.Json.Serialization;
using Fdkt.Learning.Models;

namespace Fdkt.Learning.PublicModels;

/// <summary>JSON of a model's configuration.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(DecoderConfig))]
[JsonSerializable(typeof(BaseModel))]
internal sealed partial class PublicModelJsonContext : JsonSerializerContext;

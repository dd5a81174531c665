using System.Text.Json;
using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;
using Fdkt.Transport.Artifacts;
using Fdkt.Transport.Inbox;

namespace Fdkt.Transport.Json;

/// <summary>JSON of what the adapters store on their own account.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = ContractReader.MaximumDepth)]
[JsonSerializable(typeof(QuarantineMark))]
[JsonSerializable(typeof(PoisonedUpload))]
internal sealed partial class TransportJsonContext : JsonSerializerContext;

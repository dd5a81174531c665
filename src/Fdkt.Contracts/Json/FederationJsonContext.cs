using System.Text.Json;
using System.Text.Json.Serialization;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Contracts.Json;

/// <summary>
/// JSON of all that crosses a process boundary: camelCase, enums as strings, one line. Every field is written, null ones too, and must be there on read unless its
/// parameter has a default: a field that is missing is never taken for 0. Unknown fields are ignored on read. Numbers are finite.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = ContractReader.MaximumDepth)]
[JsonSerializable(typeof(LabelledText))]
[JsonSerializable(typeof(ArtifactManifest))]
// The generated fast writer writes a null byte array as "".
[JsonSerializable(typeof(SignedManifest), GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClientRegistration))]
[JsonSerializable(typeof(RoundRequest))]
[JsonSerializable(typeof(RoundStatus))]
[JsonSerializable(typeof(RoundOutcome))]
[JsonSerializable(typeof(RoundProgress))]
[JsonSerializable(typeof(RoundCommand))]
[JsonSerializable(typeof(DemoUpload))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobFact))]
[JsonSerializable(typeof(DemoPool))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(ClientLedgerHead))]
[JsonSerializable(typeof(TakenPush))]
public sealed partial class FederationJsonContext : JsonSerializerContext;

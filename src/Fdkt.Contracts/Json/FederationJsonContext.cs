using System.Text.Json;
using System.Text.Json.Serialization;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Journal;

namespace Fdkt.Contracts.Json;

/// <summary>JSON of all that crosses a process boundary: camelCase, enums as strings, one line, null fields left out, unknown fields ignored on read.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = ContractReader.MaximumDepth)]
[JsonSerializable(typeof(LabelledText))]
[JsonSerializable(typeof(ArtifactManifest))]
[JsonSerializable(typeof(SignedManifest))]
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
public sealed partial class FederationJsonContext : JsonSerializerContext;

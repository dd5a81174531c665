using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Cli.Runs;

/// <summary>JSON of what a run keeps between its stages.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(SeedOutcome))]
[JsonSerializable(typeof(StoredRelease))]
[JsonSerializable(typeof(SortedSet<string>))]
internal sealed partial class RunJsonContext : JsonSerializerContext;

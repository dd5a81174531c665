using System.Text.Json;
using System.Text.Json.Serialization;
using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Classifiers;

/// <summary>What a saved classifier is: <c>model.json</c> of its folder.</summary>
/// <param name="SchemaVersion">Version of the format: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Labels">Names of the classes, in the order of the head.</param>
/// <param name="Domain">What the texts are, in words.</param>
/// <param name="Encoder">The encoder whose states the head reads.</param>
/// <param name="Join">What stands between two text columns that make one text.</param>
/// <param name="Origin">What it was trained on, in a sentence.</param>
/// <param name="Privacy">What the release that the client made costs, in words; null where nothing was released.</param>
/// <param name="Files">SHA-256 of the other files, by name, in lower-case hexadecimal.</param>
public sealed record ClassifierCard(
    int SchemaVersion,
    IReadOnlyList<string> Labels,
    string Domain,
    CardEncoder Encoder,
    TextJoin Join,
    string Origin,
    string? Privacy,
    IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The version that this build writes, and the only one it reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>What every card says: the classifier has seen private rows without differential privacy.</summary>
    public const string MustStay =
        "This classifier was trained on private records without differential privacy: whoever holds it can learn of them. It must not leave the client. Only what was released carries a privacy statement.";
}

/// <summary>An encoder, as a card names it.</summary>
/// <param name="Setting">How the round named it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hash">Its hash: another encoder's states mean nothing to the head.</param>
public sealed record CardEncoder(EncoderSection Setting, string Name, string Hash);

/// <summary>A folder holds no whole classifier, or its encoder is not to be had. The message is one line: what, and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="inner">What it was found by.</param>
public sealed class ClassifierException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>JSON of the card: camelCase, indented, since people read it.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.General, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ClassifierCard))]
internal sealed partial class ClassifierJsonContext : JsonSerializerContext;

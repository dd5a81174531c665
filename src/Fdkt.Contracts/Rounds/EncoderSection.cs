using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>What turns a text into its state, for every row of the table. All clients of a round use the same; orders name it by its hash.</summary>
/// <param name="Kind">Which encoder; default builtIn.</param>
/// <param name="Folder">Folder of an onnx or checkpoint encoder, relative to the folder of the round file.</param>
/// <param name="MaximumTokens">Longer texts are cut to so many tokens of a checkpoint, 8 to 131072, and never more than it takes; default 256. The others cut at 256.</param>
/// <param name="Hash">Hash of the encoder, which every worker's must have; an order gets it from whoever makes it. Left out, any of the kind.</param>
public sealed record EncoderSection(
    EncoderKind Kind = EncoderKind.BuiltIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Folder = null,
    int MaximumTokens = 256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hash = null);

/// <summary>Where an encoder comes from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EncoderKind>))]
public enum EncoderKind
{
    /// <summary>all-MiniLM-L6-v2, which comes with Fdkt.</summary>
    BuiltIn,

    /// <summary>A folder with model.onnx and vocab.txt of a sentence transformer.</summary>
    Onnx,

    /// <summary>A folder of a Hugging Face checkpoint with its tokenizer: the mean state.</summary>
    Checkpoint,

    /// <summary>The embeddings model that the operator's settings name. On the server alone: it is shown no private text.</summary>
    Endpoint,

    /// <summary>Word vectors that Fdkt learns from the public corpus.</summary>
    Trained,
}

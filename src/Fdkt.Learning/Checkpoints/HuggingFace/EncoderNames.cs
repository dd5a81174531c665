using Fdkt.Learning.Models.Encoders;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Names of the encoders' tensors.</summary>
internal static class EncoderNames
{
    private const string NormName = "LayerNorm";

    // Heads for other tasks, which a published file may carry behind the encoder, and buffers that count positions.
    private static readonly string[] PassedOver =
    [
        "cls.", "lm_head.", "classifier.", "pre_classifier.", "qa_outputs.", "vocab_transform.", "vocab_layer_norm.", "vocab_projector.",
        "embeddings.position_ids", "embeddings.token_type_ids",
    ];

    // DistilBERT's names of the parts of a block.
    private static readonly (string Own, string Bert)[] DistilBertParts =
    [
        ("attention.q_lin", "attention.self.query"), ("attention.k_lin", "attention.self.key"), ("attention.v_lin", "attention.self.value"),
        ("attention.out_lin", "attention.output.dense"), ("sa_layer_norm", "attention.output.LayerNorm"),
        ("ffn.lin1", "intermediate.dense"), ("ffn.lin2", "output.dense"), ("output_layer_norm", "output.LayerNorm"),
    ];

    /// <summary>The family's <c>model_type</c>.</summary>
    public static string TypeOf(EncoderFamily family) => family switch
    {
        EncoderFamily.Bert => "bert",
        EncoderFamily.DistilBert => "distilbert",
        EncoderFamily.Roberta => "roberta",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>The family of a <c>model_type</c>, or null.</summary>
    public static EncoderFamily? Parse(string? type) =>
        Enum.GetValues<EncoderFamily>().Where(family => TypeOf(family) == type).Select(family => (EncoderFamily?)family).FirstOrDefault();

    /// <summary>Every tensor a checkpoint has, in the order of the model's parameters.</summary>
    public static IReadOnlyList<CheckpointTensor> Of(EncoderFamily family, EncoderLayout layout) =>
        [.. layout.Slots.Select(slot => new CheckpointTensor(family == EncoderFamily.DistilBert ? DistilBert(slot.Name) : slot.Name, slot))];

    /// <summary>The name as it stands in <see cref="Of"/>: models are published with and without the prefix of their body, and norms with the names that TensorFlow gave their values.</summary>
    public static string Normalize(EncoderFamily family, string name)
    {
        string prefix = $"{TypeOf(family)}.";
        string plain = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return plain.EndsWith($"{NormName}.gamma", StringComparison.Ordinal) ? $"{plain[..^"gamma".Length]}weight"
            : plain.EndsWith($"{NormName}.beta", StringComparison.Ordinal) ? $"{plain[..^"beta".Length]}bias"
            : plain;
    }

    /// <summary>Tensors that the encoder's states do not need.</summary>
    public static bool IsIgnored(string name) => PassedOver.Any(part => name.StartsWith(part, StringComparison.Ordinal));

    /// <summary>Whether a name belongs to the pooler.</summary>
    public static bool IsPooler(string name) => name.StartsWith("pooler.", StringComparison.Ordinal);

    private static string DistilBert(string name)
    {
        string own = name.Replace("encoder.layer.", "transformer.layer.", StringComparison.Ordinal);
        foreach ((string part, string bert) in DistilBertParts)
        {
            // By whole parts: "output.dense" stands at the end of "attention.output.dense" as well.
            if (own.Split('.', 4) is ["transformer", "layer", string number, string rest] && rest.StartsWith($"{bert}.", StringComparison.Ordinal))
            {
                return $"transformer.layer.{number}.{part}{rest[bert.Length..]}";
            }
        }

        return own;
    }
}

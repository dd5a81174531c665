using System.Text.Json;
using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Reads a <c>config.json</c>, and refuses by name what would compute something else than the decoder does.</summary>
internal static class ConfigReader
{
    /// <summary>Field with the length of the conditioning vector; Fdkt's own.</summary>
    public const string ConditioningField = "fdkt_conditioning_size";

    /// <summary>Field with the number of prefix positions; Fdkt's own.</summary>
    public const string PrefixField = "fdkt_prefix_length";

    // Bounds far above any model. They keep products inside 64 bits, and what is allocated before weights are seen small.
    private const int Most = 1 << 24;
    private const int MostHidden = 1 << 20;
    private const int MostLayers = 4_096;
    private const int WidestHead = 1_024;

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">A field is missing, out of range or not supported.</exception>
    public static HuggingFaceConfig Read(string path)
    {
        using JsonDocument document = FolderFiles.ReadObject(path);
        var fields = new ConfigFields(path, document.RootElement);
        string type = fields.Text("model_type") ?? throw new CheckpointException(path, null, "field 'model_type' is missing.");
        ModelFamily family = ModelFamilies.Parse(type)
            ?? throw fields.Unsupported("model_type", "another", $"supported: {string.Join(", ", Enum.GetValues<ModelFamily>().Select(ModelFamilies.TypeOf))}");
        if (fields.Has("quantization_config"))
        {
            throw fields.Unsupported("quantization_config", "set", "quantized weights are not supported");
        }

        try
        {
            DecoderConfig config = (family == ModelFamily.Gpt2 ? Gpt2(fields) : Llama(fields, family)) with
            {
                ConditioningSize = fields.Integer(ConditioningField, 0, 1 << 16, 0),
                PrefixLength = fields.Integer(PrefixField, 0, 1 << 10, 0),
            };
            config.Validate();
            return config.HeadSize <= WidestHead
                ? new HuggingFaceConfig(family, config)
                : throw new CheckpointException(path, null, $"a head is {config.HeadSize} wide; at most {WidestHead} is supported.");
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(path, null, $"it is no shape of a model: {error.Message}", error);
        }
    }

    private static DecoderConfig Llama(ConfigFields fields, ModelFamily family)
    {
        fields.Require("hidden_act", "silu");
        fields.RequireOff("use_sliding_window");
        int heads = fields.Integer("num_attention_heads", 1, MostHidden);
        int hidden = fields.Integer("hidden_size", 2, MostHidden);
        int headSize = fields.Integer("head_dim", 1, MostHidden, hidden / heads);
        if (headSize * (long)heads != hidden)
        {
            throw fields.Unsupported("head_dim", $"{headSize}", $"only hidden_size / num_attention_heads, which is {hidden / heads}, is supported");
        }

        (double theta, RotaryScaling? scaling) = Rotary(fields);
        bool attentionBias = family == ModelFamily.Llama && fields.Flag("attention_bias", false);
        return new DecoderConfig
        {
            VocabularySize = fields.Integer("vocab_size", 2, Most),
            HiddenSize = hidden,
            IntermediateSize = fields.Integer("intermediate_size", 1, Most),
            LayerCount = fields.Integer("num_hidden_layers", 1, MostLayers),
            HeadCount = heads,
            KeyValueHeadCount = fields.Integer("num_key_value_heads", 1, heads, heads),
            MaximumLength = fields.Integer("max_position_embeddings", 2, int.MaxValue, family == ModelFamily.Llama ? 2_048 : 32_768),
            RopeTheta = theta,
            RopeScaling = scaling,
            RmsNormEpsilon = fields.Number("rms_norm_eps", 1e-12, 1, 1e-6),
            TieEmbeddings = fields.Flag("tie_word_embeddings", false),
            QueryKeyValueBias = family == ModelFamily.Qwen2 || attentionBias,
            OutputBias = attentionBias,
            FeedForwardBias = family == ModelFamily.Llama && fields.Flag("mlp_bias", false),
        };
    }

    private static DecoderConfig Gpt2(ConfigFields fields)
    {
        fields.Require("activation_function", "gelu_new", "gelu_pytorch_tanh");
        fields.RequireOff("scale_attn_by_inverse_layer_idx");
        fields.RequireOff("add_cross_attention");
        if (!fields.Flag("scale_attn_weights", true))
        {
            throw fields.Unsupported("scale_attn_weights", "false", "only true is supported");
        }

        int hidden = fields.Integer("n_embd", 2, MostHidden);
        int heads = fields.Integer("n_head", 1, MostHidden);
        return new DecoderConfig
        {
            VocabularySize = fields.Integer("vocab_size", 2, Most),
            HiddenSize = hidden,
            IntermediateSize = fields.Integer("n_inner", 1, Most, 4 * hidden),
            LayerCount = fields.Integer("n_layer", 1, MostLayers),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            MaximumLength = fields.Integer("n_positions", 2, Most),
            RmsNormEpsilon = fields.Number("layer_norm_epsilon", 1e-12, 1, 1e-5),
            TieEmbeddings = fields.Flag("tie_word_embeddings", true),
            Norm = NormKind.LayerNorm,
            Positions = PositionKind.Learned,
            FeedForward = FeedForwardKind.GeluTanh,
            QueryKeyValueBias = true,
            OutputBias = true,
            FeedForwardBias = true,
        };
    }

    /// <summary>Base and stretching, from the older form (rope_theta, rope_scaling) or the newer (rope_parameters).</summary>
    private static (double Theta, RotaryScaling? Scaling) Rotary(ConfigFields fields)
    {
        ConfigFields? scaling = fields.Object("rope_parameters") ?? fields.Object("rope_scaling");
        double theta = fields.Number("rope_theta", 1.000001, 1e12, 10_000);
        if (scaling is null)
        {
            return (theta, null);
        }

        theta = scaling.Number("rope_theta", 1.000001, 1e12, theta);
        string kind = scaling.Text("rope_type") ?? scaling.Text("type") ?? "default";
        return kind switch
        {
            "default" => (theta, null),
            "linear" => (theta, new RotaryScaling { Kind = RotaryScalingKind.Linear, Factor = scaling.Number("factor", 1, 1e6) }),
            "llama3" => (theta, new RotaryScaling
            {
                Kind = RotaryScalingKind.Llama3,
                Factor = scaling.Number("factor", 1, 1e6),
                LowFrequencyFactor = scaling.Number("low_freq_factor", 1e-6, 1e6),
                HighFrequencyFactor = scaling.Number("high_freq_factor", 1e-6, 1e6),
                OriginalMaximumLength = scaling.Integer("original_max_position_embeddings", 1, int.MaxValue),
            }),
            _ => throw scaling.Unsupported("rope_type", $"\"{kind}\"", "supported: default, linear, llama3"),
        };
    }
}

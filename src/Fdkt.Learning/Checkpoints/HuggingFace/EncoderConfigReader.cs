using System.Text.Json;
using Fdkt.Learning.Models.Encoders;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Reads the <c>config.json</c> of an encoder, and refuses by name what would compute something else.</summary>
internal static class EncoderConfigReader
{
    private const int Most = 1 << 24;
    private const int MostHidden = 1 << 20;
    private const int MostLayers = 4_096;
    private const int WidestHead = 1_024;

    /// <summary>The <c>model_type</c> of a file.</summary>
    /// <exception cref="CheckpointException">The file is missing or damaged, or has none.</exception>
    public static string TypeOf(string path)
    {
        using JsonDocument document = FolderFiles.ReadObject(path);
        return new ConfigFields(path, document.RootElement).Text("model_type") ?? throw new CheckpointException(path, null, "field 'model_type' is missing.");
    }

    /// <summary>Reads the file.</summary>
    /// <returns>The family, and the shape without a pooler: only the weights tell whether there is one.</returns>
    /// <exception cref="CheckpointException">A field is missing, out of range or not supported.</exception>
    public static (EncoderFamily Family, EncoderConfig Config) Read(string path)
    {
        using JsonDocument document = FolderFiles.ReadObject(path);
        var fields = new ConfigFields(path, document.RootElement);
        string type = fields.Text("model_type") ?? throw new CheckpointException(path, null, "field 'model_type' is missing.");
        EncoderFamily family = EncoderNames.Parse(type)
            ?? throw fields.Unsupported("model_type", "another", $"supported: {string.Join(", ", Enum.GetValues<EncoderFamily>().Select(EncoderNames.TypeOf))}");
        if (fields.Has("quantization_config"))
        {
            throw fields.Unsupported("quantization_config", "set", "quantized weights are not supported");
        }

        try
        {
            EncoderConfig config = (family == EncoderFamily.DistilBert ? DistilBert(fields) : Bert(fields, family)).Validate();
            return config.HeadSize <= WidestHead
                ? (family, config)
                : throw new CheckpointException(path, null, $"a head is {config.HeadSize} wide; at most {WidestHead} is supported.");
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(path, null, $"it is no shape of a model: {error.Message}", error);
        }
    }

    private static EncoderConfig Bert(ConfigFields fields, EncoderFamily family)
    {
        fields.Require("hidden_act", "gelu");
        fields.Require("position_embedding_type", "absolute");
        fields.RequireOff("is_decoder");
        fields.RequireOff("add_cross_attention");
        // RoBERTa's tokens begin behind the row that stands for padding.
        int offset = family == EncoderFamily.Roberta ? fields.Integer("pad_token_id", 0, Most, 1) + 1 : 0;
        int positions = fields.Integer("max_position_embeddings", 2, Most, 512);
        return new EncoderConfig
        {
            VocabularySize = fields.Integer("vocab_size", 2, Most),
            HiddenSize = fields.Integer("hidden_size", 1, MostHidden),
            IntermediateSize = fields.Integer("intermediate_size", 1, Most),
            LayerCount = fields.Integer("num_hidden_layers", 1, MostLayers),
            HeadCount = fields.Integer("num_attention_heads", 1, MostHidden),
            MaximumLength = positions - offset,
            PositionOffset = offset,
            TokenTypeCount = fields.Integer("type_vocab_size", 1, Most, 2),
            NormEpsilon = fields.Number("layer_norm_eps", 1e-15, 1, 1e-12),
        };
    }

    private static EncoderConfig DistilBert(ConfigFields fields)
    {
        fields.Require("activation", "gelu");
        return new EncoderConfig
        {
            VocabularySize = fields.Integer("vocab_size", 2, Most),
            HiddenSize = fields.Integer("dim", 1, MostHidden),
            IntermediateSize = fields.Integer("hidden_dim", 1, Most),
            LayerCount = fields.Integer("n_layers", 1, MostLayers),
            HeadCount = fields.Integer("n_heads", 1, MostHidden),
            MaximumLength = fields.Integer("max_position_embeddings", 2, Most, 512),
        };
    }
}

using System.Text.Json;
using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Writes a <c>config.json</c> that <see cref="ConfigReader"/> and Hugging Face's transformers read.</summary>
internal static class ConfigWriter
{
    /// <summary>The file as bytes of UTF-8.</summary>
    public static byte[] Write(ModelFamily family, DecoderConfig config, SafetensorsDtype dtype, HuggingFaceSaveOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue(family switch { ModelFamily.Gpt2 => "GPT2LMHeadModel", ModelFamily.Qwen2 => "Qwen2ForCausalLM", _ => "LlamaForCausalLM" });
            json.WriteEndArray();
            json.WriteString("model_type", ModelFamilies.TypeOf(family));
            if (family == ModelFamily.Gpt2)
            {
                WriteGpt2(json, config);
            }
            else
            {
                WriteLlama(json, family, config);
            }

            json.WriteNumber("vocab_size", config.VocabularySize);
            json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
            json.WriteString("torch_dtype", dtype switch { SafetensorsDtype.BF16 => "bfloat16", SafetensorsDtype.F16 => "float16", _ => "float32" });
            WriteId(json, "bos_token_id", options.BeginId);
            WriteId(json, "eos_token_id", options.EndId);
            if (config.ConditioningSize > 0)
            {
                json.WriteNumber(ConfigReader.ConditioningField, config.ConditioningSize);
                json.WriteNumber(ConfigReader.PrefixField, config.PrefixLength);
            }

            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteGpt2(Utf8JsonWriter json, DecoderConfig config)
    {
        json.WriteNumber("n_embd", config.HiddenSize);
        json.WriteNumber("n_inner", config.IntermediateSize);
        json.WriteNumber("n_layer", config.LayerCount);
        json.WriteNumber("n_head", config.HeadCount);
        json.WriteNumber("n_positions", config.MaximumLength);
        json.WriteString("activation_function", "gelu_new");
        json.WriteNumber("layer_norm_epsilon", config.RmsNormEpsilon);
    }

    private static void WriteLlama(Utf8JsonWriter json, ModelFamily family, DecoderConfig config)
    {
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("num_hidden_layers", config.LayerCount);
        json.WriteNumber("num_attention_heads", config.HeadCount);
        json.WriteNumber("num_key_value_heads", config.KeyValueHeadCount);
        json.WriteNumber("max_position_embeddings", config.MaximumLength);
        json.WriteString("hidden_act", "silu");
        json.WriteNumber("rms_norm_eps", config.RmsNormEpsilon);
        json.WriteNumber("rope_theta", config.RopeTheta);
        if (family == ModelFamily.Llama)
        {
            json.WriteBoolean("attention_bias", config.QueryKeyValueBias);
            json.WriteBoolean("mlp_bias", config.FeedForwardBias);
        }

        if (config.RopeScaling is not { } scaling)
        {
            return;
        }

        json.WriteStartObject("rope_scaling");
        json.WriteString("rope_type", scaling.Kind == RotaryScalingKind.Linear ? "linear" : "llama3");
        json.WriteNumber("factor", scaling.Factor);
        if (scaling.Kind == RotaryScalingKind.Llama3)
        {
            json.WriteNumber("low_freq_factor", scaling.LowFrequencyFactor);
            json.WriteNumber("high_freq_factor", scaling.HighFrequencyFactor);
            json.WriteNumber("original_max_position_embeddings", scaling.OriginalMaximumLength);
        }

        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, string name, int? id)
    {
        if (id is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}

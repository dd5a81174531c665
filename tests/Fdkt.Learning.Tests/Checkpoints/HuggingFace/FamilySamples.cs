namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>A small folder of every family, and the reference for it.</summary>
internal static class FamilySamples
{
    /// <summary>Names of the samples: each has another set of switches.</summary>
    public static readonly string[] Names =
        ["llama2", "llama3-gqa-untied", "llama3.1-scaled", "llama-linear-scaled", "llama-all-biases", "llama-rope-parameters", "qwen2-tied", "qwen2.5-untied", "gpt2", "gpt2-prefixed-untied"];

    public static readonly int[] Tokens = [1, 17, 4, 4, 30, 9, 2, 21, 11, 5, 28, 0];

    private const string Llama31 = "\"rope_scaling\":{\"rope_type\":\"llama3\",\"factor\":8.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,\"original_max_position_embeddings\":16}";

    /// <summary>Tensors and configuration; the weights are not written yet.</summary>
    public static (WeightFolder Folder, Func<int[], double[][]> Reference) Create(string name)
    {
        var folder = new WeightFolder(name.Length);
        return (folder, name switch
        {
            "llama2" => Llama(folder, "llama", 4, false, false, false, "\"rms_norm_eps\":1e-5"),
            "llama3-gqa-untied" => Llama(folder, "llama", 2, false, false, false, "\"rms_norm_eps\":1e-5,\"rope_theta\":500000.0", 500_000),
            "llama3.1-scaled" => Llama(folder, "llama", 1, true, false, false, $"\"rms_norm_eps\":1e-5,\"rope_theta\":500000.0,{Llama31}", 500_000, Llama3),
            "llama-linear-scaled" => Llama(folder, "llama", 2, true, false, false, "\"rms_norm_eps\":1e-5,\"rope_scaling\":{\"type\":\"linear\",\"factor\":4.0}", stretch: f => f / 4),
            "llama-all-biases" => Llama(folder, "llama", 2, false, true, true, "\"rms_norm_eps\":1e-5,\"attention_bias\":true,\"mlp_bias\":true"),
            "llama-rope-parameters" => Llama(
                folder, "llama", 2, true, false, false, $"\"rms_norm_eps\":1e-5,{Llama31.Replace("rope_scaling", "rope_parameters", StringComparison.Ordinal)[..^1]},\"rope_theta\":500000.0}}", 500_000, Llama3),
            "qwen2-tied" => Llama(folder, "qwen2", 2, true, true, false, "\"rms_norm_eps\":1e-6,\"rope_theta\":1000000.0,\"use_sliding_window\":false", 1_000_000, epsilon: 1e-6),
            "qwen2.5-untied" => Llama(folder, "qwen2", 1, false, true, false, "\"rms_norm_eps\":1e-6,\"rope_theta\":1000000.0", 1_000_000, epsilon: 1e-6),
            "gpt2" => Gpt2(folder, "", tied: true),
            "gpt2-prefixed-untied" => Gpt2(folder, "transformer.", tied: false),
            _ => throw new ArgumentException(name, nameof(name)),
        });
    }

    private static Func<int[], double[][]> Llama(
        WeightFolder folder, string type, int keyValueHeads, bool tied, bool attentionBias, bool everyBias, string more, double theta = 10_000,
        Func<double, double>? stretch = null, double epsilon = 1e-5)
    {
        const int hidden = 32, inner = 44, heads = 4, layers = 3;
        int keyValue = hidden / heads * keyValueHeads;
        folder.WriteConfig(
            $"{{\"model_type\":\"{type}\",\"hidden_size\":{hidden},\"intermediate_size\":{inner},\"num_hidden_layers\":{layers},\"num_attention_heads\":{heads},"
            + $"\"num_key_value_heads\":{keyValueHeads},\"vocab_size\":37,\"max_position_embeddings\":64,\"hidden_act\":\"silu\",\"tie_word_embeddings\":{(tied ? "true" : "false")},{more}}}");
        folder.Add("model.embed_tokens.weight", [37, hidden], spread: 1);
        for (int i = 0; i < layers; i++)
        {
            string prefix = $"model.layers.{i}.";
            folder.Add($"{prefix}input_layernorm.weight", [hidden], 1);
            folder.Add($"{prefix}self_attn.q_proj.weight", [hidden, hidden]);
            folder.Add($"{prefix}self_attn.k_proj.weight", [keyValue, hidden]);
            folder.Add($"{prefix}self_attn.v_proj.weight", [keyValue, hidden]);
            folder.Add($"{prefix}self_attn.o_proj.weight", [hidden, hidden]);
            if (attentionBias)
            {
                folder.Add($"{prefix}self_attn.q_proj.bias", [hidden], spread: 0.5);
                folder.Add($"{prefix}self_attn.k_proj.bias", [keyValue], spread: 0.5);
                folder.Add($"{prefix}self_attn.v_proj.bias", [keyValue], spread: 0.5);
            }

            folder.Add($"{prefix}post_attention_layernorm.weight", [hidden], 1);
            folder.Add($"{prefix}mlp.gate_proj.weight", [inner, hidden]);
            folder.Add($"{prefix}mlp.up_proj.weight", [inner, hidden]);
            folder.Add($"{prefix}mlp.down_proj.weight", [hidden, inner]);
            if (everyBias)
            {
                folder.Add($"{prefix}self_attn.o_proj.bias", [hidden], spread: 0.5);
                folder.Add($"{prefix}mlp.gate_proj.bias", [inner], spread: 0.5);
                folder.Add($"{prefix}mlp.up_proj.bias", [inner], spread: 0.5);
                folder.Add($"{prefix}mlp.down_proj.bias", [hidden], spread: 0.5);
            }
        }

        folder.Add("model.norm.weight", [hidden], 1);
        if (!tied)
        {
            folder.Add("lm_head.weight", [37, hidden]);
        }

        var reference = new ReferenceLlama
        {
            Layers = layers,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            Epsilon = epsilon,
            Theta = theta,
            Stretch = stretch ?? (frequency => frequency),
        };
        return tokens => reference.Logits(folder, tokens);
    }

    private static Func<int[], double[][]> Gpt2(WeightFolder folder, string prefix, bool tied)
    {
        const int hidden = 32, layers = 2, heads = 4;
        string untied = tied ? "" : ",\"tie_word_embeddings\":false";
        folder.WriteConfig(
            $"{{\"model_type\":\"gpt2\",\"n_embd\":{hidden},\"n_layer\":{layers},\"n_head\":{heads},\"n_positions\":48,\"vocab_size\":37,\"n_inner\":null,\"activation_function\":\"gelu_new\",\"layer_norm_epsilon\":1e-5{untied}}}");
        folder.Add($"{prefix}wte.weight", [37, hidden], spread: 1);
        folder.Add($"{prefix}wpe.weight", [48, hidden], spread: 0.5);
        for (int i = 0; i < layers; i++)
        {
            string block = $"{prefix}h.{i}.";
            folder.Add($"{block}ln_1.weight", [hidden], 1);
            folder.Add($"{block}ln_1.bias", [hidden], spread: 0.5);
            folder.Add($"{block}attn.c_attn.weight", [hidden, 3 * hidden]);
            folder.Add($"{block}attn.c_attn.bias", [3 * hidden], spread: 0.5);
            // A mask that the published file carries and no computation needs.
            folder.Add($"{block}attn.bias", [1, 1, 48, 48]);
            folder.Add($"{block}attn.c_proj.weight", [hidden, hidden]);
            folder.Add($"{block}attn.c_proj.bias", [hidden], spread: 0.5);
            folder.Add($"{block}ln_2.weight", [hidden], 1);
            folder.Add($"{block}ln_2.bias", [hidden], spread: 0.5);
            folder.Add($"{block}mlp.c_fc.weight", [hidden, 4 * hidden]);
            folder.Add($"{block}mlp.c_fc.bias", [4 * hidden], spread: 0.5);
            folder.Add($"{block}mlp.c_proj.weight", [4 * hidden, hidden]);
            folder.Add($"{block}mlp.c_proj.bias", [hidden], spread: 0.5);
        }

        folder.Add($"{prefix}ln_f.weight", [hidden], 1);
        folder.Add($"{prefix}ln_f.bias", [hidden], spread: 0.5);
        if (!tied)
        {
            folder.Add("lm_head.weight", [37, hidden]);
        }

        var reference = new ReferenceGpt2 { Layers = layers, Heads = heads, Epsilon = 1e-5, Prefix = prefix };
        return tokens => reference.Logits(folder, tokens);
    }

    /// <summary>As published with Llama 3.1 (meta-llama/llama-models, models/llama3/model.py, apply_scaling), with the numbers of the sample.</summary>
    private static double Llama3(double frequency)
    {
        const double factor = 8, low = 1, high = 4, original = 16;
        double wave = 2 * Math.PI / frequency;
        if (wave < original / high)
        {
            return frequency;
        }

        if (wave > original / low)
        {
            return frequency / factor;
        }

        double smooth = ((original / wave) - low) / (high - low);
        return ((1 - smooth) * frequency / factor) + (smooth * frequency);
    }
}

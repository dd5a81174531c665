using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Names and layouts of the families' tensors.</summary>
internal static class CheckpointNames
{
    private const string Gpt2Prefix = "transformer.";

    /// <summary>Every tensor a checkpoint of a model has, in the order of the model's parameters.</summary>
    public static IReadOnlyList<CheckpointTensor> Of(ModelFamily family, ParameterLayout layout) =>
        family == ModelFamily.Gpt2 ? Gpt2(layout) : [.. layout.Slots.Select(slot => new CheckpointTensor(slot.Name, slot))];

    /// <summary>The name as it stands in <see cref="Of"/>: GPT-2 is published with and without the prefix of its body.</summary>
    public static string Normalize(ModelFamily family, string name) =>
        family == ModelFamily.Gpt2 && IsGpt2Body(name) ? Gpt2Prefix + name : name;

    /// <summary>Tensors that older files carry and no computation needs: masks, rotary frequencies, and a head that is the embedding.</summary>
    public static bool IsIgnored(ModelFamily family, bool tied, string name) =>
        (tied && name == "lm_head.weight")
        || (family == ModelFamily.Gpt2
            ? name.EndsWith(".attn.bias", StringComparison.Ordinal) || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal)
            : name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal));

    private static bool IsGpt2Body(string name) =>
        name.StartsWith("wte.", StringComparison.Ordinal) || name.StartsWith("wpe.", StringComparison.Ordinal)
        || name.StartsWith("h.", StringComparison.Ordinal) || name.StartsWith("ln_f.", StringComparison.Ordinal);

    private static List<CheckpointTensor> Gpt2(ParameterLayout layout)
    {
        List<CheckpointTensor> tensors = [new($"{Gpt2Prefix}wte.weight", layout.Embedding), new($"{Gpt2Prefix}wpe.weight", layout.PositionEmbedding!.Value)];
        for (int i = 0; i < layout.Layers.Length; i++)
        {
            LayerSlots layer = layout.Layers[i];
            string prefix = $"{Gpt2Prefix}h.{i}.";
            AddNorm($"{prefix}ln_1", layer.InputNorm);
            AddLinear($"{prefix}attn.c_attn", layer.QueryKeyValue, layer.QueryKeyValueBias);
            AddLinear($"{prefix}attn.c_proj", layer.Output, layer.OutputBias);
            AddNorm($"{prefix}ln_2", layer.PostAttentionNorm);
            AddLinear($"{prefix}mlp.c_fc", layer.Up, layer.UpBias);
            AddLinear($"{prefix}mlp.c_proj", layer.Down, layer.DownBias);
        }

        AddNorm($"{Gpt2Prefix}ln_f", layout.FinalNorm);
        if (layout.Head != layout.Embedding)
        {
            tensors.Add(new CheckpointTensor(layout.Head.Name, layout.Head));
        }

        if (layout.ControlProjection is { } projection)
        {
            tensors.Add(new CheckpointTensor(projection.Name, projection));
        }

        return tensors;

        void AddNorm(string name, NormSlots norm)
        {
            tensors.Add(new CheckpointTensor($"{name}.weight", norm.Weight));
            tensors.Add(new CheckpointTensor($"{name}.bias", norm.Bias!.Value));
        }

        void AddLinear(string name, ParameterSlot weight, ParameterSlot? bias)
        {
            tensors.Add(new CheckpointTensor($"{name}.weight", weight, Transposed: true));
            tensors.Add(new CheckpointTensor($"{name}.bias", bias!.Value));
        }
    }
}

namespace Fdkt.Learning.Models;

/// <summary>Order of the named parameters in the flat vector of a model.</summary>
internal sealed class ParameterLayout
{
    private readonly List<ParameterSlot> _slots = [];

    public ParameterLayout(DecoderConfig config)
    {
        int hidden = config.HiddenSize;
        int keyValue = config.KeyValueHeadCount * config.HeadSize;
        Embedding = Add("model.embed_tokens.weight", config.VocabularySize, hidden);
        Layers = new LayerSlots[config.LayerCount];
        for (int i = 0; i < config.LayerCount; i++)
        {
            string prefix = $"model.layers.{i}";
            Layers[i] = new LayerSlots(
                Add($"{prefix}.input_layernorm.weight", hidden, 0),
                Add($"{prefix}.self_attn.q_proj.weight", hidden, hidden),
                Add($"{prefix}.self_attn.k_proj.weight", keyValue, hidden),
                Add($"{prefix}.self_attn.v_proj.weight", keyValue, hidden),
                Add($"{prefix}.self_attn.o_proj.weight", hidden, hidden),
                Add($"{prefix}.post_attention_layernorm.weight", hidden, 0),
                Add($"{prefix}.mlp.gate_proj.weight", config.IntermediateSize, hidden),
                Add($"{prefix}.mlp.up_proj.weight", config.IntermediateSize, hidden),
                Add($"{prefix}.mlp.down_proj.weight", hidden, config.IntermediateSize));
        }

        FinalNorm = Add("model.norm.weight", hidden, 0);
        Head = config.TieEmbeddings ? Embedding : Add("lm_head.weight", config.VocabularySize, hidden);
        if (config.ConditioningSize > 0)
        {
            ControlProjection = Add("control_projection.weight", config.PrefixLength * hidden, config.ConditioningSize);
        }
    }

    public ParameterSlot Embedding { get; }

    public LayerSlots[] Layers { get; }

    public ParameterSlot FinalNorm { get; }

    /// <summary>The same slot as <see cref="Embedding"/> where the two are tied.</summary>
    public ParameterSlot Head { get; }

    public ParameterSlot? ControlProjection { get; }

    public IReadOnlyList<ParameterSlot> Slots => _slots;

    public long Count { get; private set; }

    private ParameterSlot Add(string name, int rows, int columns)
    {
        var slot = new ParameterSlot(name, Count, rows, columns);
        _slots.Add(slot);
        Count += slot.Count;
        return slot;
    }
}

namespace Fdkt.Learning.Models;

/// <summary>Order of the named parameters in the flat vector of a model.</summary>
/// <remarks>Names are Llama's in every family; a checkpoint of another family is renamed on reading and writing.</remarks>
internal sealed class ParameterLayout
{
    private readonly List<ParameterSlot> _slots = [];

    public ParameterLayout(DecoderConfig config)
    {
        int hidden = config.HiddenSize;
        Embedding = Add("model.embed_tokens.weight", config.VocabularySize, hidden);
        if (config.Positions == PositionKind.Learned)
        {
            PositionEmbedding = Add("model.embed_positions.weight", config.MaximumLength, hidden);
        }

        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(i => AddLayer(config, $"model.layers.{i}"))];
        FinalNorm = AddNorm(config, "model.norm");
        Head = config.TieEmbeddings ? Embedding : Add("lm_head.weight", config.VocabularySize, hidden);
        if (config.ConditioningSize > 0)
        {
            ControlProjection = Add("control_projection.weight", config.PrefixLength * hidden, config.ConditioningSize);
        }
    }

    public ParameterSlot Embedding { get; }

    /// <summary>(maximum length, hidden), or null where positions are rotary.</summary>
    public ParameterSlot? PositionEmbedding { get; }

    public LayerSlots[] Layers { get; }

    public NormSlots FinalNorm { get; }

    /// <summary>The same slot as <see cref="Embedding"/> where the two are tied.</summary>
    public ParameterSlot Head { get; }

    public ParameterSlot? ControlProjection { get; }

    public IReadOnlyList<ParameterSlot> Slots => _slots;

    public long Count { get; private set; }

    /// <summary>Whether a slot is a shift: it starts at zero where other vectors start at one.</summary>
    public static bool IsBias(ParameterSlot slot) => slot.Name.EndsWith(".bias", StringComparison.Ordinal);

    private LayerSlots AddLayer(DecoderConfig config, string prefix)
    {
        int hidden = config.HiddenSize;
        int keyValue = config.KeyValueHeadCount * config.HeadSize;
        int inner = config.IntermediateSize;
        bool gated = config.FeedForward == FeedForwardKind.SwiGlu;
        // Evaluated in this order, which is the order in the flat vector.
        return new LayerSlots
        {
            InputNorm = AddNorm(config, $"{prefix}.input_layernorm"),
            Query = Add($"{prefix}.self_attn.q_proj.weight", hidden, hidden),
            Key = Add($"{prefix}.self_attn.k_proj.weight", keyValue, hidden),
            Value = Add($"{prefix}.self_attn.v_proj.weight", keyValue, hidden),
            QueryBias = AddBias(config.QueryKeyValueBias, $"{prefix}.self_attn.q_proj", hidden),
            KeyBias = AddBias(config.QueryKeyValueBias, $"{prefix}.self_attn.k_proj", keyValue),
            ValueBias = AddBias(config.QueryKeyValueBias, $"{prefix}.self_attn.v_proj", keyValue),
            Output = Add($"{prefix}.self_attn.o_proj.weight", hidden, hidden),
            OutputBias = AddBias(config.OutputBias, $"{prefix}.self_attn.o_proj", hidden),
            PostAttentionNorm = AddNorm(config, $"{prefix}.post_attention_layernorm"),
            Gate = gated ? Add($"{prefix}.mlp.gate_proj.weight", inner, hidden) : null,
            Up = Add($"{prefix}.mlp.up_proj.weight", inner, hidden),
            GateBias = AddBias(config.FeedForwardBias && gated, $"{prefix}.mlp.gate_proj", inner),
            UpBias = AddBias(config.FeedForwardBias, $"{prefix}.mlp.up_proj", inner),
            Down = Add($"{prefix}.mlp.down_proj.weight", hidden, inner),
            DownBias = AddBias(config.FeedForwardBias, $"{prefix}.mlp.down_proj", hidden),
        };
    }

    private NormSlots AddNorm(DecoderConfig config, string name) =>
        new(Add($"{name}.weight", config.HiddenSize, 0), AddBias(config.Norm == NormKind.LayerNorm, name, config.HiddenSize));

    private ParameterSlot? AddBias(bool present, string name, int count) => present ? Add($"{name}.bias", count, 0) : null;

    private ParameterSlot Add(string name, int rows, int columns)
    {
        var slot = new ParameterSlot(name, Count, rows, columns);
        _slots.Add(slot);
        Count += slot.Count;
        return slot;
    }
}

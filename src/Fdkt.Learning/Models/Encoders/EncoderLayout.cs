namespace Fdkt.Learning.Models.Encoders;

/// <summary>Order of the named parameters in the flat vector of an encoder.</summary>
/// <remarks>Names are BERT's without their prefix, in every family; a checkpoint of another family is renamed on reading.</remarks>
internal sealed class EncoderLayout
{
    private readonly List<ParameterSlot> _slots = [];

    public EncoderLayout(EncoderConfig config)
    {
        int hidden = config.HiddenSize;
        WordEmbedding = Add("embeddings.word_embeddings.weight", config.VocabularySize, hidden);
        PositionEmbedding = Add("embeddings.position_embeddings.weight", checked(config.MaximumLength + config.PositionOffset), hidden);
        if (config.TokenTypeCount > 0)
        {
            TypeEmbedding = Add("embeddings.token_type_embeddings.weight", config.TokenTypeCount, hidden);
        }

        EmbeddingNorm = AddNorm("embeddings.LayerNorm", hidden);
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(i => AddLayer(config, $"encoder.layer.{i}"))];
        Pooler = config.HasPooler ? AddLinear("pooler.dense", hidden, hidden) : null;
    }

    public ParameterSlot WordEmbedding { get; }

    /// <summary>(offset + maximum length, hidden).</summary>
    public ParameterSlot PositionEmbedding { get; }

    /// <summary>Null where the model has no kinds of token.</summary>
    public ParameterSlot? TypeEmbedding { get; }

    public NormSlots EmbeddingNorm { get; }

    public EncoderLayerSlots[] Layers { get; }

    public EncoderLinear? Pooler { get; }

    public IReadOnlyList<ParameterSlot> Slots => _slots;

    public long Count { get; private set; }

    private EncoderLayerSlots AddLayer(EncoderConfig config, string prefix)
    {
        int hidden = config.HiddenSize;
        // Evaluated in this order, which is the order in the flat vector.
        return new EncoderLayerSlots(
            AddLinear($"{prefix}.attention.self.query", hidden, hidden),
            AddLinear($"{prefix}.attention.self.key", hidden, hidden),
            AddLinear($"{prefix}.attention.self.value", hidden, hidden),
            AddLinear($"{prefix}.attention.output.dense", hidden, hidden),
            AddNorm($"{prefix}.attention.output.LayerNorm", hidden),
            AddLinear($"{prefix}.intermediate.dense", config.IntermediateSize, hidden),
            AddLinear($"{prefix}.output.dense", hidden, config.IntermediateSize),
            AddNorm($"{prefix}.output.LayerNorm", hidden));
    }

    private EncoderLinear AddLinear(string name, int outputs, int inputs) => new(Add($"{name}.weight", outputs, inputs), Add($"{name}.bias", outputs, 0));

    private NormSlots AddNorm(string name, int hidden) => new(Add($"{name}.weight", hidden, 0), Add($"{name}.bias", hidden, 0));

    private ParameterSlot Add(string name, int rows, int columns)
    {
        var slot = new ParameterSlot(name, Count, rows, columns);
        _slots.Add(slot);
        Count += slot.Count;
        return slot;
    }
}

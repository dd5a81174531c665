using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints;

/// <summary>Order of the weights in a llama2.c file: one kind after the other, each for all layers.</summary>
internal sealed class Llama2cLayout
{
    private readonly DecoderConfig _config;
    private readonly List<(string Pattern, int Copies, int Rows, int Columns, int RotaryHeads)> _kinds;

    public Llama2cLayout(DecoderConfig config)
    {
        _config = config;
        int hidden = config.HiddenSize;
        int keyValue = config.KeyValueHeadCount * config.HeadSize;
        int layers = config.LayerCount;
        const string Layer = "model.layers.{0}.";
        _kinds =
        [
            ("model.embed_tokens.weight", 1, config.VocabularySize, hidden, 0),
            (Layer + "input_layernorm.weight", layers, hidden, 0, 0),
            (Layer + "self_attn.q_proj.weight", layers, hidden, hidden, config.HeadCount),
            (Layer + "self_attn.k_proj.weight", layers, keyValue, hidden, config.KeyValueHeadCount),
            (Layer + "self_attn.v_proj.weight", layers, keyValue, hidden, 0),
            (Layer + "self_attn.o_proj.weight", layers, hidden, hidden, 0),
            (Layer + "post_attention_layernorm.weight", layers, hidden, 0, 0),
            (Layer + "mlp.gate_proj.weight", layers, config.IntermediateSize, hidden, 0),
            (Layer + "mlp.down_proj.weight", layers, hidden, config.IntermediateSize, 0),
            (Layer + "mlp.up_proj.weight", layers, config.IntermediateSize, hidden, 0),
            ("model.norm.weight", 1, hidden, 0, 0),
            ("", 1, config.MaximumLength, config.HeadSize, 0), // Two rotary tables of half the width each, unused.
        ];
        if (!config.TieEmbeddings)
        {
            _kinds.Add(("lm_head.weight", 1, config.VocabularySize, hidden, 0));
        }
    }

    /// <summary>Number of float32 values in the file.</summary>
    public long Count => _kinds.Sum(kind => (long)kind.Copies * kind.Rows * Math.Max(1, kind.Columns));

    /// <summary>Names the weights; query and key rows are reordered, the others are views of <paramref name="values"/>.</summary>
    public IReadOnlyList<NamedTensor> Cut(float[] values)
    {
        var tensors = new List<NamedTensor>();
        int offset = 0;
        foreach ((string pattern, int copies, int rows, int columns, int rotaryHeads) in _kinds)
        {
            for (int copy = 0; copy < copies; copy++)
            {
                int count = rows * Math.Max(1, columns);
                ReadOnlyMemory<float> weight = values.AsMemory(offset, count);
                offset += count;
                if (pattern.Length > 0)
                {
                    tensors.Add(new NamedTensor(
                        pattern.Replace("{0}", $"{copy}", StringComparison.Ordinal),
                        columns == 0 ? [rows] : [rows, columns],
                        rotaryHeads > 0 ? ToHalves(weight.Span, rotaryHeads, columns) : weight));
                }
            }
        }

        return tensors;
    }

    private float[] ToHalves(ReadOnlySpan<float> pairs, int heads, int columns)
    {
        int size = _config.HeadSize;
        float[] halves = new float[pairs.Length];
        for (int head = 0; head < heads; head++)
        {
            for (int row = 0; row < size; row++)
            {
                int from = row < size / 2 ? 2 * row : (2 * (row - (size / 2))) + 1;
                pairs.Slice(((head * size) + from) * columns, columns).CopyTo(halves.AsSpan(((head * size) + row) * columns));
            }
        }

        return halves;
    }
}

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>Llama and Qwen 2 in float64, from named tensors: biases are used where the file has them, the embedding is the head where it has none.</summary>
internal sealed class ReferenceLlama
{
    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int KeyValueHeads { get; init; }

    public required double Epsilon { get; init; }

    public double Theta { get; init; } = 10_000;

    /// <summary>Stretches a wavelength's frequency; the default leaves it.</summary>
    public Func<double, double> Stretch { get; init; } = frequency => frequency;

    public double[][] Logits(WeightFolder file, int[] tokens)
    {
        double[] embedding = file.Tensors["model.embed_tokens.weight"].Values;
        int hidden = (int)file.Tensors["model.embed_tokens.weight"].Shape[1];
        int size = hidden / Heads;
        double[][] x = [.. tokens.Select(token => embedding[(token * hidden)..((token + 1) * hidden)])];
        for (int layer = 0; layer < Layers; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            double[][] normed = [.. x.Select(v => ReferenceMath.RmsNorm(v, file.Tensors[$"{prefix}input_layernorm.weight"].Values, Epsilon))];
            double[][] query = [.. normed.Select((v, t) => Rotate(Linear(file, $"{prefix}self_attn.q_proj", v), t, size))];
            double[][] key = [.. normed.Select((v, t) => Rotate(Linear(file, $"{prefix}self_attn.k_proj", v), t, size))];
            double[][] value = [.. normed.Select(v => Linear(file, $"{prefix}self_attn.v_proj", v))];
            double[][] attended = ReferenceMath.Attention(query, key, value, Heads, KeyValueHeads, size);
            x = [.. x.Select((v, t) => ReferenceMath.Sum(v, Linear(file, $"{prefix}self_attn.o_proj", attended[t])))];
            x = [.. x.Select(v =>
            {
                double[] n = ReferenceMath.RmsNorm(v, file.Tensors[$"{prefix}post_attention_layernorm.weight"].Values, Epsilon);
                double[] gate = Linear(file, $"{prefix}mlp.gate_proj", n);
                double[] up = Linear(file, $"{prefix}mlp.up_proj", n);
                return ReferenceMath.Sum(v, Linear(file, $"{prefix}mlp.down_proj", [.. gate.Zip(up, (g, u) => ReferenceMath.Silu(g) * u)]));
            })];
        }

        double[] head = file.Tensors.TryGetValue("lm_head.weight", out var own) ? own.Values : embedding;
        return [.. x.Select(v => ReferenceMath.Linear(head, null, ReferenceMath.RmsNorm(v, file.Tensors["model.norm.weight"].Values, Epsilon)))];
    }

    private static double[] Linear(WeightFolder file, string name, double[] x) => ReferenceMath.Linear(
        file.Tensors[$"{name}.weight"].Values, file.Tensors.TryGetValue($"{name}.bias", out var bias) ? bias.Values : null, x);

    /// <summary>Rotates element i of a head with element i + size / 2.</summary>
    private double[] Rotate(double[] x, int position, int size)
    {
        var result = new double[x.Length];
        for (int head = 0; head < x.Length / size; head++)
        {
            for (int i = 0; i < size / 2; i++)
            {
                double angle = position * Stretch(Math.Pow(Theta, -2.0 * i / size));
                double a = x[(head * size) + i];
                double b = x[(head * size) + i + (size / 2)];
                result[(head * size) + i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                result[(head * size) + i + (size / 2)] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
            }
        }

        return result;
    }
}

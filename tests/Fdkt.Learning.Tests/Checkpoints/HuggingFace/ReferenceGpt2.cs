namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>GPT-2 in float64, from named tensors with the prefix of the published files or without.</summary>
internal sealed class ReferenceGpt2
{
    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required double Epsilon { get; init; }

    public string Prefix { get; init; } = "";

    public double[][] Logits(WeightFolder file, int[] tokens)
    {
        double[] embedding = Values(file, "wte.weight");
        double[] places = Values(file, "wpe.weight");
        int hidden = Values(file, "ln_f.weight").Length;
        double[][] x = [.. tokens.Select((token, t) => ReferenceMath.Sum(embedding[(token * hidden)..((token + 1) * hidden)], places[(t * hidden)..((t + 1) * hidden)]))];
        for (int layer = 0; layer < Layers; layer++)
        {
            string block = $"h.{layer}.";
            double[][] joined = [.. x.Select(v => Conv(file, $"{block}attn.c_attn", Norm(file, $"{block}ln_1", v)))];
            double[][] attended = ReferenceMath.Attention(
                [.. joined.Select(v => v[..hidden])], [.. joined.Select(v => v[hidden..(2 * hidden)])], [.. joined.Select(v => v[(2 * hidden)..])], Heads, Heads, hidden / Heads);
            x = [.. x.Select((v, t) => ReferenceMath.Sum(v, Conv(file, $"{block}attn.c_proj", attended[t])))];
            x = [.. x.Select(v => ReferenceMath.Sum(
                v, Conv(file, $"{block}mlp.c_proj", [.. Conv(file, $"{block}mlp.c_fc", Norm(file, $"{block}ln_2", v)).Select(ReferenceMath.GeluNew)])))];
        }

        double[] head = file.Tensors.TryGetValue("lm_head.weight", out var own) ? own.Values : embedding;
        return [.. x.Select(v => ReferenceMath.Linear(head, null, Norm(file, "ln_f", v)))];
    }

    private double[] Norm(WeightFolder file, string name, double[] x) => ReferenceMath.LayerNorm(x, Values(file, $"{name}.weight"), Values(file, $"{name}.bias"), Epsilon);

    private double[] Conv(WeightFolder file, string name, double[] x) => ReferenceMath.Conv1D(Values(file, $"{name}.weight"), Values(file, $"{name}.bias"), x);

    private double[] Values(WeightFolder file, string name) => file.Tensors[Prefix + name].Values;
}

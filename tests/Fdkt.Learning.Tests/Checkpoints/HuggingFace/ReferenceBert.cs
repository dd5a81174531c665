namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>An encoder of the BERT family in float64, from named tensors; how they are called is told by the sample.</summary>
internal sealed class ReferenceBert
{
    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required double Epsilon { get; init; }

    /// <summary>Row of the first position.</summary>
    public int Offset { get; init; }

    /// <summary>The file's name of a part, from BERT's.</summary>
    public required Func<string, string> Name { get; init; }

    public double[][] States(WeightFolder file, int[] tokens)
    {
        double[] words = Values(file, "embeddings.word_embeddings.weight");
        double[] places = Values(file, "embeddings.position_embeddings.weight");
        double[]? types = file.Tensors.ContainsKey(Name("embeddings.token_type_embeddings.weight")) ? Values(file, "embeddings.token_type_embeddings.weight") : null;
        int hidden = Values(file, "embeddings.LayerNorm.weight").Length;
        double[][] x = [.. tokens.Select((token, t) =>
        {
            double[] sum = ReferenceMath.Sum(Row(words, token, hidden), Row(places, t + Offset, hidden));
            return Norm(file, "embeddings.LayerNorm", types is null ? sum : ReferenceMath.Sum(sum, Row(types, 0, hidden)));
        })];
        for (int layer = 0; layer < Layers; layer++)
        {
            string block = $"encoder.layer.{layer}.";
            double[][] attended = ReferenceMath.Attention(
                [.. x.Select(v => Linear(file, $"{block}attention.self.query", v))], [.. x.Select(v => Linear(file, $"{block}attention.self.key", v))],
                [.. x.Select(v => Linear(file, $"{block}attention.self.value", v))], Heads, Heads, hidden / Heads, causal: false);
            x = [.. x.Select((v, t) => Norm(file, $"{block}attention.output.LayerNorm", ReferenceMath.Sum(v, Linear(file, $"{block}attention.output.dense", attended[t]))))];
            x = [.. x.Select(v => Norm(
                file, $"{block}output.LayerNorm", ReferenceMath.Sum(v, Linear(file, $"{block}output.dense", [.. Linear(file, $"{block}intermediate.dense", v).Select(ReferenceMath.Gelu)]))))];
        }

        return x;
    }

    public double[] Pooled(WeightFolder file, int[] tokens) => [.. Linear(file, "pooler.dense", States(file, tokens)[0]).Select(Math.Tanh)];

    private static double[] Row(double[] table, int row, int width) => table[(row * width)..((row + 1) * width)];

    private double[] Norm(WeightFolder file, string name, double[] x) => ReferenceMath.LayerNorm(x, Values(file, $"{name}.weight"), Values(file, $"{name}.bias"), Epsilon);

    private double[] Linear(WeightFolder file, string name, double[] x) => ReferenceMath.Linear(Values(file, $"{name}.weight"), Values(file, $"{name}.bias"), x);

    private double[] Values(WeightFolder file, string name) => file.Tensors[Name(name)].Values;
}

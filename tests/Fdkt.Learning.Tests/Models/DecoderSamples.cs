using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Models;

/// <summary>Small models and batches for tests.</summary>
internal static class DecoderSamples
{
    static DecoderSamples() => TorchRuntime.EnsureLoaded();

    public static DecoderConfig Config(bool tied = true, int keyValueHeads = 2, int conditioning = 5, int prefix = 2) => new()
    {
        VocabularySize = 23,
        HiddenSize = 16,
        IntermediateSize = 24,
        LayerCount = 2,
        HeadCount = 4,
        KeyValueHeadCount = keyValueHeads,
        MaximumLength = 24,
        TieEmbeddings = tied,
        ConditioningSize = conditioning,
        PrefixLength = prefix,
    };

    /// <summary>A small shape of each family, by the name of its switches.</summary>
    public static DecoderConfig Family(string name, int conditioning = 0)
    {
        DecoderConfig config = Config(conditioning: conditioning, prefix: conditioning == 0 ? 0 : 2);
        return name switch
        {
            "llama" => config with
            {
                TieEmbeddings = false,
                RopeScaling = new RotaryScaling { Kind = RotaryScalingKind.Llama3, Factor = 8, OriginalMaximumLength = 8 },
            },
            "llama-biases" => config with { QueryKeyValueBias = true, OutputBias = true, FeedForwardBias = true },
            "qwen2" => config with { QueryKeyValueBias = true, RmsNormEpsilon = 1e-6, RopeTheta = 1_000_000 },
            "gpt2" => config with
            {
                KeyValueHeadCount = 4,
                Norm = NormKind.LayerNorm,
                Positions = PositionKind.Learned,
                FeedForward = FeedForwardKind.GeluTanh,
                QueryKeyValueBias = true,
                OutputBias = true,
                FeedForwardBias = true,
            },
            "gpt2-untied" => Family("gpt2", conditioning) with { TieEmbeddings = false },
            _ => throw new ArgumentException(name, nameof(name)),
        };
    }

    /// <summary>A model whose weights are large enough for every path to carry gradient.</summary>
    public static DecoderModel Model(DecoderConfig config, ScalarType dtype = ScalarType.Float64, int seed = 3)
    {
        var model = new DecoderModel(config, seed, dtype);
        using var grad = no_grad();
        using var generator = new Generator(7);
        using Tensor noise = empty(model.Flat.shape[0], dtype: ScalarType.Float32).normal_(0, 0.15, generator);
        model.Flat.add_(noise.to(dtype));
        return model;
    }

    /// <summary>Random texts of different lengths, with repeated tokens.</summary>
    public static int[][] Texts(int count, int longest, int vocabulary, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, random.Next(3, longest + 1)).Select(_ => random.Next(vocabulary)).ToArray())];
    }

    public static float[][] Codes(int count, int size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray())];
    }

    public static Tensor? Conditioning(DecoderModel model, int rows, int seed = 5) => model.Config.ConditioningSize == 0
        ? null
        : TokenBatch.Conditioning(Codes(rows, model.Config.ConditioningSize, seed), model.Flat.dtype);

    /// <summary>Largest absolute difference over the largest absolute value of the second.</summary>
    public static double RelativeError(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        double scale = expected.abs().max().to(ScalarType.Float64).item<double>();
        return actual.sub(expected).abs().max().to(ScalarType.Float64).item<double>() / Math.Max(scale, 1e-30);
    }

    /// <summary>Gradient of the summed loss by plain autograd, in the order of the flat vector.</summary>
    public static Tensor AutogradGradient(DecoderModel model, Tensor tokens, Tensor? conditioning)
    {
        using var scope = NewDisposeScope();
        foreach ((_, _, Tensor view) in model.Parameters)
        {
            view.requires_grad_(true);
            view.grad?.zero_();
        }

        model.Loss(tokens, conditioning).sum().backward();
        using var grad = no_grad();
        Tensor flat = cat([.. model.Parameters.Select(p => p.View.grad!.reshape(-1))]);
        foreach ((_, _, Tensor view) in model.Parameters)
        {
            view.requires_grad_(false);
        }

        return flat.MoveToOuterDisposeScope();
    }
}

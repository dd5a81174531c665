using Fdkt.Learning.Models;

namespace Fdkt.Bench;

/// <summary>The model shapes the benchmarks use, by rough number of parameters.</summary>
internal static class BenchModels
{
    public static DecoderConfig Config(string parameters, int maximumLength) => parameters switch
    {
        "1M" => Shape(2048, 128, 352, 3, 4, 2, maximumLength),
        "2.5M" => Shape(4096, 192, 512, 4, 6, 3, maximumLength),
        "5M" => Shape(4096, 256, 704, 5, 8, 4, maximumLength),
        "15M" => Shape(8192, 384, 1024, 8, 8, 4, maximumLength),
        "110M" => Shape(32_000, 768, 2048, 12, 12, 4, maximumLength),
        "500M" => Shape(151_936, 896, 4864, 24, 14, 2, maximumLength) with { QueryKeyValueBias = true },
        "1B" => Shape(128_256, 2048, 8192, 16, 32, 8, maximumLength),
        _ => throw new ArgumentException($"--parameters is {parameters}; known are 1M, 2.5M, 5M, 15M, 110M, 500M (Qwen 2.5), 1B (Llama 3.2)."),
    };

    /// <summary>The same size with the switches of another family.</summary>
    public static DecoderConfig OfFamily(string family, DecoderConfig config) => family switch
    {
        "llama" => config,
        "qwen2" => config with { QueryKeyValueBias = true },
        "gpt2" => config with
        {
            KeyValueHeadCount = config.HeadCount,
            Norm = NormKind.LayerNorm,
            Positions = PositionKind.Learned,
            FeedForward = FeedForwardKind.GeluTanh,
            QueryKeyValueBias = true,
            OutputBias = true,
            FeedForwardBias = true,
        },
        _ => throw new ArgumentException($"--family is {family}; known are llama, qwen2, gpt2."),
    };

    private static DecoderConfig Shape(int vocabulary, int hidden, int intermediate, int layers, int heads, int keyValueHeads, int maximumLength) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = hidden,
        IntermediateSize = intermediate,
        LayerCount = layers,
        HeadCount = heads,
        KeyValueHeadCount = keyValueHeads,
        MaximumLength = maximumLength,
    };
}

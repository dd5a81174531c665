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
        _ => throw new ArgumentException($"--parameters is {parameters}; known are 1M, 2.5M, 5M, 15M."),
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

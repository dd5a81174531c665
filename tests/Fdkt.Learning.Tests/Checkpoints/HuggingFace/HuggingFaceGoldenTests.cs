using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>Logits of every family against the float64 reference of this folder.</summary>
public sealed class HuggingFaceGoldenTests
{
    public static TheoryData<string> Samples => [.. FamilySamples.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Load_FamilyInSinglePrecision_GivesTheLogitsOfTheReference(string name)
    {
        (WeightFolder folder, Func<int[], double[][]> reference) = FamilySamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights();
        using DecoderModel model = Load(folder.Folder);

        Assert.InRange(LargestDifference(model, reference), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Decode_FamilyWithACache_GivesTheLogitsOfTheReference(string name)
    {
        (WeightFolder folder, Func<int[], double[][]> reference) = FamilySamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights();
        using DecoderModel model = Load(folder.Folder);
        using var grad = no_grad();
        using var cached = new CachedDecoder(model, 1, model.Config.MaximumLength);
        double[][] expected = reference(FamilySamples.Tokens);

        Tensor logits = cached.Prefill([0], [FamilySamples.Tokens[..3]], null);
        for (int t = 3; t < FamilySamples.Tokens.Length; t++)
        {
            Assert.InRange(LargestDifference(logits.data<float>().ToArray(), expected[t - 1]), 0, 1e-4);
            logits.Dispose();
            logits = cached.Decode([FamilySamples.Tokens[t]], [t]);
        }

        Assert.InRange(LargestDifference(logits.data<float>().ToArray(), expected[^1]), 0, 1e-4);
        logits.Dispose();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Save_OfLoaded_IsTheSameModelAgain(string name)
    {
        (WeightFolder folder, Func<int[], double[][]> reference) = FamilySamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights();
        string copy = Path.Combine(folder.Folder, "copy");
        using (DecoderModel model = Load(folder.Folder))
        {
            // Small shards, so that every family is cut into several.
            IReadOnlyList<string> files = HuggingFaceWriter.Save(model, copy, ModelCard.ForPublicModel("Copy", "Random weights."), new HuggingFaceSaveOptions { ShardBytes = 20_000 });
            Assert.True(files.Count > 2);
        }

        using DecoderModel again = Load(copy);

        Assert.InRange(LargestDifference(again, reference), 0, 1e-4);
    }

    [Theory]
    [InlineData("llama3-gqa-untied", "BF16")]
    [InlineData("llama3-gqa-untied", "F16")]
    [InlineData("gpt2", "BF16")]
    [InlineData("gpt2", "F16")]
    public void Load_SixteenBitsAsSingle_GivesTheLogitsOfTheReference(string name, string dtype)
    {
        (WeightFolder folder, Func<int[], double[][]> reference) = FamilySamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteShards(3, dtype);
        using DecoderModel model = Load(folder.Folder);

        // Every value is a bfloat16 of the range of a float16's mantissa times powers of two, so nothing but summation order differs.
        Assert.InRange(LargestDifference(model, reference), 0, dtype == "F16" ? 2e-2 : 1e-4);
    }

    [Theory]
    [InlineData("llama3.1-scaled", "BF16", ScalarType.BFloat16)]
    [InlineData("qwen2-tied", "F32", ScalarType.BFloat16)]
    [InlineData("gpt2", "BF16", ScalarType.BFloat16)]
    [InlineData("gpt2", "F32", ScalarType.Float16)]
    public void Load_AsSixteenBits_KeepsTheTypeAndComesNearTheReference(string name, string file, ScalarType dtype)
    {
        (WeightFolder folder, Func<int[], double[][]> reference) = FamilySamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights(file);
        using var checkpoint = HuggingFaceCheckpoint.Open(folder.Folder);
        using DecoderModel model = checkpoint.Load(new HuggingFaceLoadOptions { Dtype = file == "BF16" ? null : dtype }, TestContext.Current.CancellationToken);

        Assert.Equal(dtype, model.Flat.dtype);
        // Logits reach about 5; a bfloat16 has 8 bits.
        Assert.InRange(LargestDifference(model, reference), 1e-4, 0.5);
    }

    private static DecoderModel Load(string folder)
    {
        using var checkpoint = HuggingFaceCheckpoint.Open(folder);
        return checkpoint.Load(new HuggingFaceLoadOptions { Dtype = ScalarType.Float32 }, TestContext.Current.CancellationToken);
    }

    private static double LargestDifference(DecoderModel model, Func<int[], double[][]> reference)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using Tensor tokens = TokenBatch.Pad([FamilySamples.Tokens], model.Config.MaximumLength);
        using Tensor logits = model.Forward(tokens).to(ScalarType.Float32);
        return LargestDifference(logits.data<float>().ToArray(), [.. reference(FamilySamples.Tokens).SelectMany(row => row)]);
    }

    private static double LargestDifference(float[] actual, double[] expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        return actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max();
    }
}

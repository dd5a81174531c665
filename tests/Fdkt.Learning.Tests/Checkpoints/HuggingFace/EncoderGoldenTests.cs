using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Models.Encoders;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>States of every family of encoders against the float64 reference of this folder.</summary>
public sealed class EncoderGoldenTests
{
    public static TheoryData<string> Samples => [.. EncoderSamples.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Load_FamilyInSinglePrecision_GivesTheStatesOfTheReference(string name)
    {
        (WeightFolder folder, ReferenceBert reference) = EncoderSamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights();
        using EncoderModel model = Load(folder.Folder);

        Assert.InRange(LargestDifference(States(model, FamilySamples.Tokens)[0], reference.States(folder, FamilySamples.Tokens)), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Forward_TextsOfManyLengthsInOneBatch_GivesTheStatesOfEachAlone(string name)
    {
        (WeightFolder folder, ReferenceBert reference) = EncoderSamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteShards(3);
        using EncoderModel model = Load(folder.Folder);
        int[][] texts = [FamilySamples.Tokens, FamilySamples.Tokens[..5], [3], FamilySamples.Tokens[4..11]];

        float[][][] states = States(model, texts);

        for (int i = 0; i < texts.Length; i++)
        {
            Assert.InRange(LargestDifference(states[i], reference.States(folder, texts[i])), 0, 1e-4);
        }
    }

    [Theory]
    [InlineData("bert", true)]
    [InlineData("sentence-bert", true)]
    [InlineData("bert-masked-lm", false)]
    [InlineData("distilbert", false)]
    public void Pool_FirstToken_GoesThroughThePoolerWhereThereIsOne(string name, bool hasPooler)
    {
        (WeightFolder folder, ReferenceBert reference) = EncoderSamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights();
        using EncoderModel model = Load(folder.Folder);
        using var grad = no_grad();
        using Tensor tokens = TokenBatch.Pad([FamilySamples.Tokens], 24);
        using Tensor states = model.Forward(tokens);
        using Tensor pooled = model.Pool(states);

        Assert.Equal(hasPooler, model.Config.HasPooler);
        double[] expected = hasPooler ? reference.Pooled(folder, FamilySamples.Tokens) : reference.States(folder, FamilySamples.Tokens)[0];
        Assert.InRange(LargestDifference([pooled.data<float>().ToArray()], [expected]), 0, 1e-4);
    }

    [Theory]
    [InlineData("bert", "BF16")]
    [InlineData("roberta", "F16")]
    public void Load_SixteenBitsAsSingle_GivesTheStatesOfTheReference(string name, string dtype)
    {
        (WeightFolder folder, ReferenceBert reference) = EncoderSamples.Create(name);
        using WeightFolder owned = folder;
        folder.WriteWeights(dtype);
        using EncoderModel model = Load(folder.Folder);

        // Every value is a bfloat16; what a float16 rounds of it is small.
        Assert.InRange(LargestDifference(States(model, FamilySamples.Tokens)[0], reference.States(folder, FamilySamples.Tokens)), 0, dtype == "F16" ? 2e-2 : 1e-4);
    }

    [Fact]
    public void Load_AsBfloat16_ComesNearTheReference()
    {
        (WeightFolder folder, ReferenceBert reference) = EncoderSamples.Create("bert");
        using WeightFolder owned = folder;
        folder.WriteWeights("BF16");
        using var checkpoint = EncoderCheckpoint.Open(folder.Folder);
        using EncoderModel model = checkpoint.Load(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ScalarType.BFloat16, model.Flat.dtype);
        Assert.InRange(LargestDifference(States(model, FamilySamples.Tokens)[0], reference.States(folder, FamilySamples.Tokens)), 1e-4, 0.3);
    }

    [Fact]
    public void Forward_LongerThanThePositions_Throws()
    {
        using WeightFolder folder = EncoderSamples.Create("roberta").Folder;
        folder.WriteWeights();
        using EncoderModel model = Load(folder.Folder);
        using Tensor tokens = TokenBatch.Pad([[.. Enumerable.Repeat(1, 25)]], 25);

        Assert.Equal(24, model.Config.MaximumLength);
        Assert.Contains("1 to 24", Assert.Throws<ArgumentException>(() => model.Forward(tokens)).Message, StringComparison.Ordinal);
    }

    private static EncoderModel Load(string folder)
    {
        using var checkpoint = EncoderCheckpoint.Open(folder);
        return checkpoint.Load(ScalarType.Float32, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Per text and token, its state.</summary>
    private static float[][][] States(EncoderModel model, params int[][] texts)
    {
        using var grad = no_grad();
        using Tensor tokens = TokenBatch.Pad(texts, 24);
        using Tensor states = model.Forward(tokens);
        using Tensor wide = states.to(ScalarType.Float32);
        float[] values = wide.data<float>().ToArray();
        int hidden = model.Config.HiddenSize;
        long width = tokens.shape[1];
        return [.. texts.Select((text, i) => text.Select((_, t) => values.AsSpan((int)((i * width) + t) * hidden, hidden).ToArray()).ToArray())];
    }

    private static double LargestDifference(float[][] actual, double[][] expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        return actual.Zip(expected, (a, e) => a.Zip(e, (x, y) => Math.Abs(x - y)).Max()).Max();
    }
}

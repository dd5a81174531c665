using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>What is kept of a pass, by itself.</summary>
public sealed class KeptRecordsTests
{
    static KeptRecordsTests() => TorchRuntime.EnsureLoaded();

    // A slice holds some of the batch's records: rows outside of it are another slice's.
    [Theory]
    [InlineData(new long[] { 1, 2, 5, 6 }, new[] { 0f, 1f, 1f, 0f })]
    [InlineData(new long[] { 3, 4 }, new[] { 1f, 0f, 0f, 1f })]
    [InlineData(new long[] { 0, 1, 6, 7 }, new[] { 1f, 1f, 1f, 1f })]
    public void Clear_HeadSlice_ClearsItsOwnRecordsAndNoOther(long[] records, float[] left)
    {
        using var scope = NewDisposeScope();
        using var slice = new KeptHeadSlice(zeros([3, 2]), 2, ones([4, 7, 2]), ones([4, 7, 3]));

        slice.Clear(tensor(records));

        Assert.Equal(left, slice.Input.amax([1L, 2L]).data<float>());
        Assert.Equal(left, slice.Gradient.amin([1L, 2L]).data<float>());
    }

    [Fact]
    public void Contract_HeadSlice_WeighsItsOwnRecords()
    {
        using var scope = NewDisposeScope();
        Tensor target = zeros([3, 2]);
        using var slice = new KeptHeadSlice(target, 1, ones([2, 5, 2]), ones([2, 5, 3]));

        slice.Contract(tensor([100f, 2f, 3f, 100f]));

        Assert.All(target.data<float>(), value => Assert.Equal(5 * (2 + 3), value));
    }

    [Theory]
    [InlineData(1, 8, 9, true)]
    [InlineData(1, 8, 8, true)] // as dear either way
    [InlineData(1, 9, 8, false)]
    [InlineData(2, 9, 8, true)]
    public void ScalesInput_WidthsAndOutputs_TakesTheSmallerWork(int outputs, long input, long output, bool expected) => Assert.Equal(expected, KeptPairs.ScalesInput(outputs, input, output));

    [Theory]
    [InlineData(4, 6)]
    [InlineData(6, 4)]
    public void Contract_Pairs_IsTheWeightedSumWhicheverSideIsWeighed(int input, int output)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Tensor x = randn([3, 5, input], ScalarType.Float64), g = randn([3, 5, output], ScalarType.Float64), weights = tensor([0.5, 0, 2.0]);
        Tensor expected = g.transpose(1, 2).bmm(x).mul(weights.view(-1, 1, 1)).sum([0L]), target = zeros_like(expected);
        using var pairs = new KeptPairs(x.clone());
        pairs.Add(target, g.clone());

        pairs.Contract(weights);

        Assert.InRange(target.sub(expected).abs().max().item<double>(), 0, 1e-12);
    }

    // From this length on the two equal blocks are formed once.
    [Theory]
    [InlineData(95, 1)]
    [InlineData(96, 3)]
    public void Of_Length_IsCutFromNinetySixPositionsOn(int length, int blocks)
    {
        using GramBlocks values = GramBlocks.Of(ones([1, length, 2])), tokens = GramBlocks.OfTokens(ones([1, length], ScalarType.Int64), ScalarType.Float32);

        Assert.Equal((blocks, blocks), (values.Blocks.Length, tokens.Blocks.Length));
    }

    // Rounding is allowed for in the norm, and no more than that: here every number is exact.
    [Theory]
    [InlineData(ScalarType.Float32, -23)]
    [InlineData(ScalarType.Float64, -52)]
    public void Ghost_AnyPrecision_IsAboveTheNormByEightRoundings(ScalarType precision, int rounding)
    {
        using var scope = NewDisposeScope();
        using GramBlocks inputs = GramBlocks.Of(ones([1, 1, 4], precision)), gradients = GramBlocks.Of(ones([1, 1, 8], precision));

        double found = LayerNorms.Ghost(inputs, gradients).to(ScalarType.Float64).item<double>();

        Assert.Equal(32 * (1 + (8 * Math.Pow(2, rounding))), found);
    }
}

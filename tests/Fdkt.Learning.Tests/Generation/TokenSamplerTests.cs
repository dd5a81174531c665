using Fdkt.Learning.Generation;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Generation;

public sealed class TokenSamplerTests
{
    public TokenSamplerTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.249f, 1)]
    [InlineData(0.251f, 3)]
    [InlineData(0.999f, 3)]
    [InlineData(0.99999994f, 3)]
    public void Pick_Quantile_IsTheColumnThatHoldsIt(float quantile, long column)
    {
        using Tensor weights = tensor(new[] { 0f, 0.5f, 0f, 1.5f, 0f }).reshape(1, 5);
        using Tensor quantiles = tensor(new[] { quantile }).reshape(1, 1);
        using Tensor picked = TokenSampler.Pick(weights, quantiles);

        Assert.Equal([1, 1], picked.shape);
        Assert.Equal(column, picked.item<long>());
    }

    [Fact]
    public void Pick_EvenQuantiles_ComeOutInProportionToWeights()
    {
        const int Rows = 1000;
        using Tensor weights = tensor(new[] { 1f, 2f, 0f, 5f, 2f }).reshape(1, 5).expand(Rows, 5);
        using Tensor quantiles = arange(Rows, ScalarType.Float32).add(0.5f).div(Rows).reshape(Rows, 1);
        using Tensor picked = TokenSampler.Pick(weights, quantiles);

        long[] columns = picked.data<long>().ToArray();
        Assert.Equal([100, 200, 0, 500, 200], Enumerable.Range(0, 5).Select(column => columns.Count(found => found == column)));
    }
}

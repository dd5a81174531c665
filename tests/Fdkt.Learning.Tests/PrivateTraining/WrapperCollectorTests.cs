using Fdkt.Learning.PrivateTraining;

namespace Fdkt.Learning.Tests.PrivateTraining;

public sealed class WrapperCollectorTests
{
    // Counted on this thread only, so that other tests do not matter.
    [Fact]
    public void AfterPass_Allocations_CollectsOnceForEachMebibyte()
    {
        _ = new byte[1 << 22];
        var collector = new WrapperCollector();
        collector.AfterPass();
        Assert.Equal(0, collector.Collections);

        for (int pass = 1; pass <= 8; pass++)
        {
            GC.KeepAlive(new byte[600 << 10]);
            collector.AfterPass();
            Assert.Equal(pass / 2, collector.Collections);
        }

        collector.AfterPass();
        Assert.Equal(4, collector.Collections);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    [InlineData(8, 2)]
    public void Generation_EveryFourth_IsFull(int collection, int generation) => Assert.Equal(generation, WrapperCollector.Generation(collection));
}

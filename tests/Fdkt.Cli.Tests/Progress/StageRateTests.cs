using Fdkt.Cli.Progress;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Tests.Progress;

public sealed class StageRateTests
{
    [Theory]
    [InlineData(25, 100L, 5.0, "25 %, 5 rows/s, 0:15 left")]
    [InlineData(12_000, 48_000L, 10.0, "25 %, 1,200 rows/s, 0:30 left")]
    [InlineData(7, null, 2.0, "7 rows, 3.5 rows/s")]
    [InlineData(0, 100L, 0.0, "0 %")]
    [InlineData(120, 100L, 10.0, "100 %, 12 rows/s")]
    public void Describe_AtSomePoint_GivesShareRateAndTimeLeft(long done, long? total, double seconds, string expected) =>
        Assert.Equal(expected, StageRate.Describe(done, total, "rows", TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void PlainProgress_StageNotCompleted_SaysStoppedOnce()
    {
        using var output = new StringWriter();
        using (IStageProgress stage = new PlainProgress(output, TimeProvider.System).StartStage("train", 10))
        {
            stage.Dispose();
        }

        Assert.Single(output.ToString().Split('\n'), line => line.StartsWith("train: stopped", StringComparison.Ordinal));
    }
}

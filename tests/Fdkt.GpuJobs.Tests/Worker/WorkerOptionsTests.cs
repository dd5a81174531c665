using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Worker;

public sealed class WorkerOptionsTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(5, 80)]
    [InlineData(6, 120)]
    [InlineData(5_000, 120)]
    public void PauseAfter_AnAttempt_DoublesUpToTheLongest(int attempt, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), new WorkerOptions().PauseAfter(attempt));
}

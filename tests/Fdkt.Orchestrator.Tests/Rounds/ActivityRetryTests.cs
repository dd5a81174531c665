using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Tests.Rounds;

public sealed class ActivityRetryTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(100_000, 60)]
    public void PauseAfter_Attempt_DoublesUpToTheLongest(int attempt, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), ActivityRetry.Standard.PauseAfter(attempt));
}

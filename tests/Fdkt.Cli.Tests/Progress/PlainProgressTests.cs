using Fdkt.Cli.Progress;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Tests.Progress;

public sealed class PlainProgressTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _output = new();

    [Fact]
    public void Stage_WithinTwoSeconds_HasOneLine()
    {
        using IStageProgress stage = new PlainProgress(_output, _clock).StartStage("read", 10, "rows");
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        stage.Report(5);
        stage.Complete("10 rows");
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["read: 10 rows (0:01)"], Lines());
    }

    [Fact]
    public void Stage_Longer_SaysThatItBeganAndHowFarItIs()
    {
        using IStageProgress stage = new PlainProgress(_output, _clock).StartStage("train", 100, "steps");
        _clock.Advance(TimeSpan.FromSeconds(2));
        stage.Report(10);
        _clock.Advance(TimeSpan.FromSeconds(8));
        stage.Report(50);
        stage.Report(51);
        stage.Dispose();
        stage.Report(52);

        Assert.Equal(["train …", "train: 50 %, 5 steps/s, 0:10 left", "train: stopped (0:10)"], Lines());
    }

    public void Dispose() => _output.Dispose();

    private string[] Lines() => _output.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

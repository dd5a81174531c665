using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.PrivateTraining;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class ReleaseProgressTests
{
    [Fact]
    public void Report_MechanismThatTrains_ShowsTrainingAsAStageOfItsOwn()
    {
        var recorded = new RecordingProgress();
        using var release = new ReleaseProgress(recorded, "seed 1/1: client-1", 10);

        release.Report(new DpTrainingProgress(1, 2, TimeSpan.Zero));
        release.Report(new DpTrainingProgress(2, 2, TimeSpan.Zero));
        release.Wrote(10);
        release.Complete("7 demos");

        Assert.Equal(
            [
                "start seed 1/1: client-1 trains with DP-SGD",
                "done seed 1/1: client-1 trains with DP-SGD: 2 steps",
                "start seed 1/1: client-1 releases demos",
                "done seed 1/1: client-1 releases demos: 7 demos",
            ],
            recorded.Lines);
    }

    [Fact]
    public void Wrote_MechanismThatDoesNotTrain_ShowsTextsAlone()
    {
        var recorded = new RecordingProgress();
        using var release = new ReleaseProgress(recorded, "client-1", 10);

        release.Wrote(1);

        Assert.Equal(["start client-1 releases demos"], recorded.Lines);
    }
}

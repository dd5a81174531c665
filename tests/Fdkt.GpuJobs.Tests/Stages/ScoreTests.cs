using Fdkt.GpuJobs.Stages;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class ScoreTests
{
    [Fact]
    public void Of_Predictions_GivesAccuracyAndMeanF1OfTheClassesPresent()
    {
        // Class 0: precision 1/2, recall 1. Class 1: precision 1, recall 1/2. Class 2 does not occur.
        Score score = Score.Of([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.9, 0]], [0, 1, 1], 3);

        Assert.Equal(2.0 / 3, score.Accuracy, 9);
        Assert.Equal(2.0 / 3, score.MacroF1, 9);
    }
}

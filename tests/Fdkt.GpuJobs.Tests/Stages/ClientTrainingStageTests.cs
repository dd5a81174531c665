using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class ClientTrainingStageTests
{
    [Theory]
    [InlineData(Comparison.PrivateOnly, false)]
    [InlineData(Comparison.DemosOnly, false)]
    [InlineData(Comparison.NoFilter, false)]
    [InlineData(Comparison.SelfTraining, false)]
    [InlineData(Comparison.Fdkt, true)]
    [InlineData(Comparison.ZeroShot, true)]
    public void Run_AMethod_FiltersOnlyWhatTheServerWroteToHelp(Comparison method, bool filters)
    {
        TrainingResult result = Stage(SampleRound.Augmentation).Run(method, SampleRound.Demos, TestContext.Current.CancellationToken);

        Assert.Equal(filters, result.ClientFilter is not null);
        Assert.InRange(result.Score.Accuracy, 0.1, 1);
    }

    [Fact]
    public void Run_FilterTurnedOff_KeepsAll() =>
        Assert.Null(Stage(SampleRound.Augmentation with { ClientFilter = false }).Run(Comparison.Fdkt, SampleRound.Demos, TestContext.Current.CancellationToken).ClientFilter);

    [Fact]
    public void Run_MethodsInAnyOrder_ScoreTheSame()
    {
        ClientTrainingStage first = Stage(SampleRound.Augmentation), second = Stage(SampleRound.Augmentation);
        Score alone = second.Run(Comparison.PublicFeatures, [], TestContext.Current.CancellationToken).Score;

        first.Run(Comparison.Fdkt, SampleRound.Demos, TestContext.Current.CancellationToken);

        Assert.Equal(alone, first.Run(Comparison.PublicFeatures, [], TestContext.Current.CancellationToken).Score);
    }

    private static ClientTrainingStage Stage(AugmentationSection augmentation) => new(
        SampleRound.Model, SampleRound.Rows, SampleRound.Test, SampleRound.Classes, augmentation, SampleRound.Training, StudentTrainers.Of(SampleRound.Training, Environment.CurrentDirectory), seed: 1);
}

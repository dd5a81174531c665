using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class AugmentationStageTests
{
    [Theory]
    [InlineData(Comparison.PrivateOnly)]
    [InlineData(Comparison.PublicFeatures)]
    public async Task RunAsync_MethodWithoutText_GivesNone(Comparison method) => Assert.Empty((await Run(method)).Texts);

    [Fact]
    public async Task RunAsync_DemosOnly_GivesTheDemosAsTheyAre() => Assert.Equal(SampleRound.Demos, (await Run(Comparison.DemosOnly)).Texts);

    [Theory]
    [InlineData(Comparison.Fdkt)]
    [InlineData(Comparison.NoFilter)]
    [InlineData(Comparison.RandomClassDemos)]
    [InlineData(Comparison.ZeroShot)]
    public async Task RunAsync_MethodThatWrites_GivesNewTextOfEveryClassAndItsCounts(Comparison method)
    {
        AugmentedTexts written = await Run(method);

        Assert.Equal(SampleRound.Classes, written.Texts.Select(text => text.Label).Distinct().Count());
        if (method != Comparison.ZeroShot)
        {
            Assert.Empty(written.Texts.Select(text => text.Text).Intersect(SampleRound.Demos.Select(demo => demo.Text)));
        }

        Assert.NotEmpty(written.Stages);
        Assert.All(written.Stages, stage => Assert.Equal(stage.In - stage.Kept, stage.Dropped.Values.Sum()));
    }

    [Fact]
    public async Task RunAsync_SameSeed_GivesTheSame()
    {
        IReadOnlyList<Example> first = (await Run(Comparison.Fdkt)).Texts;

        Assert.Equal(first, (await Run(Comparison.Fdkt)).Texts);
        Assert.NotEqual(first, (await Run(Comparison.Fdkt, seed: 2)).Texts);
    }

    private static Task<AugmentedTexts> Run(Comparison method, int seed = 1) =>
        new AugmentationStage(SampleRound.Model, null, SampleRound.Inputs.Labels, SampleRound.Inputs.Domain, SampleRound.Augmentation, new RecordingProgress())
            .RunAsync(method, SampleRound.Demos, seed, "title", TestContext.Current.CancellationToken);
}

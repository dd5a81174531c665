using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Synthesis;
using Fdkt.Learning.Tests.PublicModels;

namespace Fdkt.Learning.Tests.Synthesis;

public sealed class DemoSamplerTests
{
    [Fact]
    public void Select_ClassOutVotedEverywhere_KeepsItsBest()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1];
        WrittenText[] texts = [.. labels.Select((_, i) => new WrittenText($"text {i}", 2, true))];

        DemoSet set = DemoVote.Select(labels, texts, [0.5, 0.2, 0.9, 0.1, -0.5, -0.1, -0.9, -0.3], new DemoOptions { PerLabel = 3, Seed = 0 });

        Assert.Equal(["text 2", "text 0", "text 1", "text 5"], set.Demos.Select(demo => demo.Text));
        Assert.Equal((8, 0, 3, 1, 16L), (set.Sampled, set.Empty, set.OutVoted, set.Surplus, set.Tokens));
    }

    [Fact]
    public void Select_RandomVotes_CountsAddUp()
    {
        var random = new Random(6);
        for (int trial = 0; trial < 200; trial++)
        {
            int[] labels = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(4))];
            WrittenText[] texts = [.. labels.Select(_ => new WrittenText(random.Next(4) == 0 ? " " : "words", 1, true))];

            DemoSet set = DemoVote.Select(labels, texts, [.. labels.Select(_ => random.NextDouble() - 0.7)], new DemoOptions { PerLabel = random.Next(1, 20), Seed = 0 });

            Assert.Equal(set.Sampled, set.Demos.Count + set.Empty + set.OutVoted + set.Surplus);
            Assert.Equal(labels.Where((_, i) => texts[i].Text != " ").Distinct().Order(), set.Demos.Select(demo => demo.Label).Distinct().Order());
        }
    }

    [Fact]
    public void Sample_ScorerThatFavoursOneClass_LeavesDemosForAll()
    {
        DemoSet set = DemoSampler.Sample(
            SmallModel.Shared, new FavouringScorer(), new DemoOptions { PerLabel = 5, Oversampling = 2, Seed = 3 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([0, 1, 2], set.Demos.Select(demo => demo.Label).Distinct().Order());
        Assert.Equal(30, set.Sampled);
        Assert.Equal(set.Sampled, set.Demos.Count + set.Empty + set.OutVoted + set.Surplus);
    }

    [Fact]
    public void Sample_SameSeed_GivesTheSameDemos()
    {
        var options = new DemoOptions { PerLabel = 4, Oversampling = 1.5, Seed = 3 };

        Assert.Equal(
            DemoSampler.Sample(SmallModel.Shared, new FavouringScorer(), options, cancellationToken: TestContext.Current.CancellationToken).Demos,
            DemoSampler.Sample(SmallModel.Shared, new FavouringScorer(), options, cancellationToken: TestContext.Current.CancellationToken).Demos);
    }

    private sealed class FavouringScorer : ILabelScorer
    {
        public int Classes => 3;

        public double[] Score(ReadOnlySpan<float> encoding) => [0.98, 0.01, 0.01];
    }
}

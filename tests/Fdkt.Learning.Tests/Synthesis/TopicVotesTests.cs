using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Tests.Synthesis;

public sealed class TopicVotesTests
{
    private static readonly float[][] Topics = [[1, 0], [0, 1]];

    [Fact]
    public void Count_OneRecordMore_MovesOneCellByOne()
    {
        float[][] encodings = [[1, 0], [0.6f, 0.8f], [0, 1], [float.NaN, 0], [0, 0], [-5, 9]];
        int[] labels = [0, 1, 2, 0, 1, 2];
        for (int i = 0; i < encodings.Length; i++)
        {
            long[] with = TopicVotes.Count(encodings[..(i + 1)], labels[..(i + 1)], 3, Topics);
            long[] without = TopicVotes.Count(encodings[..i], labels[..i], 3, Topics);

            Assert.Equal([1], with.Zip(without, (a, b) => a - b).Where(change => change != 0));
        }
    }

    [Fact]
    public void Count_Record_VotesForItsNearestTopicInTheRowOfItsClass() =>
        Assert.Equal([0, 1, 0, 0, 0, 2], TopicVotes.Count([[0.9f, 0.1f], [0, 1], [0.1f, 0.9f]], [1, 2, 2], 3, Topics));

    [Fact]
    public void Release_PlanOfMoreVotes_IsRefused() => Assert.Throws<ArgumentException>(() => TopicVotes.Release(
        [[1, 0]], [0], 2, Topics, new HistogramPlan(100, 2, 1, 1e-4), CryptographicRandomSource.Shared));

    [Fact]
    public void Release_NoRecordsUnderAPlanForMany_ReleasesNoiseAlone() => Assert.Equal(2, TopicVotes.Release(
        [], [], 2, Topics, new HistogramPlan(100, 1, 1, 1e-4), CryptographicRandomSource.Shared).Score([1, 0]).Length);

    [Fact]
    public void Score_ClearVotes_GivesEveryClassAChanceAndTheRightOneMost()
    {
        float[][] encodings = [.. Enumerable.Range(0, 300).Select(i => Topics[i % 2])];

        ILabelScorer scorer = TopicVotes.Release(
            encodings, [.. Enumerable.Range(0, 300).Select(i => i % 2)], 3, Topics, new HistogramPlan(300, 1, 1, 1e-4), CryptographicRandomSource.Shared);

        double[] score = scorer.Score([0, 1]);
        Assert.Equal(1, score.Sum(), 9);
        Assert.True(score[1] > 0.9);
        Assert.All(score, value => Assert.True(value > 0));
    }

    [Theory]
    [InlineData(1, 2, 16)]
    [InlineData(400, 4, 80)]
    [InlineData(1_000_000, 2, 256)]
    public void DefaultTopics_Records_StaysInRange(int records, int classes, int expected) => Assert.Equal(expected, TopicVotes.DefaultTopics(records, classes));

    [Theory]
    [InlineData(100, 4, 8, SynthesisMechanism.ClassMeans)]
    [InlineData(1_599, 4, 8, SynthesisMechanism.ClassMeans)]
    [InlineData(1_600, 4, 8, SynthesisMechanism.Votes)]
    [InlineData(1_600, 4, 1.9, SynthesisMechanism.ClassMeans)]
    [InlineData(1_600, 4, 2, SynthesisMechanism.Votes)]
    [InlineData(5_000, 77, 8, SynthesisMechanism.ClassMeans)]
    public void For_RecordsClassesAndEpsilon_PicksAndSaysWhy(int records, int classes, double epsilon, SynthesisMechanism expected)
    {
        MechanismChoice choice = MechanismChoice.For(records, classes, epsilon);

        Assert.Equal(expected, choice.Mechanism);
        Assert.Contains($"{records} records over {classes} classes", choice.Reason, StringComparison.Ordinal);
    }
}

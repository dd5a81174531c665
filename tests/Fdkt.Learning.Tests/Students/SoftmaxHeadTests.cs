using Fdkt.Learning.Students;

namespace Fdkt.Learning.Tests.Students;

public sealed class SoftmaxHeadTests
{
    [Fact]
    public void Fit_TwoPoints_IsTheMinimumOfThePenalisedLoss()
    {
        // One row per class at ±1 with weight w: by symmetry the classes' weights are ±v with v = w·(1 − σ(2v)), intercepts 0.
        SoftmaxHead head = SoftmaxHeadTrainer.Fit([new HeadRows([[1f], [-1f]], [0, 1], [2, 2])], 2, maximumIterations: 200);

        double v = head.Weights[0][0];
        Assert.Equal(-v, head.Weights[1][0], 1e-3);
        Assert.Equal(0, head.Intercepts[0], 1e-3);
        // Gradient of the row of class 0 and of that of class 1 both push the same way.
        Assert.Equal(2 * 2 * (1 - 1 / (1 + Math.Exp(-2 * v))), v, 1e-2);
    }

    [Fact]
    public void Fit_AnyStart_GivesTheSameHead()
    {
        HeadRows rows = Rows(60, 5);

        SoftmaxHead cold = SoftmaxHeadTrainer.Fit([rows], 3, maximumIterations: 300);
        SoftmaxHead warm = SoftmaxHeadTrainer.Fit([rows], 3, SoftmaxHeadTrainer.Fit([Rows(60, 6)], 3), 300);

        double[][] one = cold.Predict(rows.States), other = warm.Predict(rows.States);
        Assert.All(one.Zip(other), pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.Equal(p.First, p.Second, 0.02)));
    }

    [Fact]
    public void Fit_RowsOfAnotherMix_TeachNothingOfHowFrequentAClassIs()
    {
        // The same states in both classes, nine times as often in class 0: all there is to learn is the mix.
        float[][] states = [.. Enumerable.Range(0, 100).Select(i => new[] { i % 2 == 0 ? 1f : -1f })];
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 90 ? 0 : 1)];
        double[] weights = [.. Enumerable.Repeat(1.0, 100)];

        double[] plain = SoftmaxHeadTrainer.Fit([new HeadRows(states, labels, weights)], 2).Predict([[0f]])[0];
        double[] adjusted = SoftmaxHeadTrainer.Fit([new HeadRows(states, labels, weights, [1.8, 0.2])], 2).Predict([[0f]])[0];

        Assert.Equal(0.9, plain[0], 0.02);
        Assert.Equal(0.5, adjusted[0], 0.02);
    }

    [Fact]
    public void Fit_SourceWithoutAClass_LeavesThatClassAsAnotherSourceTaughtIt()
    {
        var text = new HeadRows([[1f, 0f], [0f, 1f], [-1f, 0f]], [0, 1, 2], [50, 50, 50]);
        var own = new HeadRows([[1f, 0f], [0f, 1f]], [0, 1], [20, 20], [1.5, 1.5, 0]);

        SoftmaxHead head = SoftmaxHeadTrainer.Fit([text, own], 3);

        double[] predicted = head.Predict([[-1f, 0f]])[0];
        Assert.Equal(2, Array.IndexOf(predicted, predicted.Max()));
    }

    [Fact]
    public void WithOdds_Zero_RulesAClassOutAndKeepsTheOddsOfTheRest()
    {
        var head = new SoftmaxHead([[1f], [0f], [-1f]], [0f, 0.5f, 0f]);

        double[] before = head.Predict([[0.3f]])[0], after = head.WithOdds([1, 0, 2]).Predict([[0.3f]])[0];

        Assert.Equal(0, after[1], 1e-12);
        Assert.Equal(2 * before[2] / before[0], after[2] / after[0], 1e-4);
    }

    [Fact]
    public void Fit_SizesThatDoNotFit_Throws()
    {
        Assert.Throws<ArgumentException>(() => SoftmaxHeadTrainer.Fit([new HeadRows([[1f]], [0, 1], [1])], 2));
        Assert.Throws<ArgumentException>(() => SoftmaxHeadTrainer.Fit([], 2));
    }

    private static HeadRows Rows(int count, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 3)];
        float[][] states = [.. labels.Select(label => Enumerable.Range(0, 4).Select(d => (float)((d == label ? 1 : 0) + random.NextDouble() - 0.5)).ToArray())];
        return new HeadRows(states, labels, [.. Enumerable.Repeat(1.0, count)]);
    }
}

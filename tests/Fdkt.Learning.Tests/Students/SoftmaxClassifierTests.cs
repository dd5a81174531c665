using Fdkt.Learning.Students;

namespace Fdkt.Learning.Tests.Students;

public sealed class SoftmaxClassifierTests
{
    [Fact]
    public void Evaluate_Gradient_IsThatOfFiniteDifferences()
    {
        const int Columns = 4, Classes = 3;
        const double Step = 1e-5;
        SparseRows rows = new(Columns, [[0, 2], [1, 3], [], [0, 1, 2, 3]], [[0.5f, -1f], [2f, 0.25f], [], [1f, 1f, -1f, 0.5f]]);
        var objective = new SoftmaxObjective(rows, [0, 1, 2, 1], [1, 0.5, 2, 0], Classes, 3);
        var random = new Random(4);
        double[] point = [.. Enumerable.Range(0, (Columns + 1) * Classes).Select(_ => random.NextDouble() - 0.5)];
        double[] gradient = new double[point.Length], ignored = new double[point.Length];

        objective.Evaluate(point, gradient);

        for (int i = 0; i < point.Length; i++)
        {
            double[] above = [.. point], below = [.. point];
            above[i] += Step;
            below[i] -= Step;
            Assert.Equal((objective.Evaluate(above, ignored) - objective.Evaluate(below, ignored)) / (2 * Step), gradient[i], 6);
        }
    }

    [Fact]
    public void Minimize_IllConditionedQuadratic_FindsTheMinimum()
    {
        double[] point = [5, -3, 2, 1], scales = [1, 10, 100, 1000], centre = [1, 2, -1, 0.5];

        LimitedMemoryBfgs.Minimize(
            point,
            (x, gradient) =>
            {
                double value = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    value += scales[i] * (x[i] - centre[i]) * (x[i] - centre[i]) / 2;
                    gradient[i] = scales[i] * (x[i] - centre[i]);
                }

                return value;
            },
            200, 1e-14);

        Assert.All(centre.Zip(point), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void Train_SeparableRows_AreAllRight()
    {
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        SparseRows rows = SparseRows.FromDense([.. labels.Select(label => Enumerable.Range(0, 3).Select(d => (d == label ? 1f : 0f) + (float)random.NextDouble() * 0.2f).ToArray())], 3);

        double[][] predicted = SoftmaxClassifier.Train(rows, labels, [.. labels.Select(_ => 1.0)], 3, 10).Predict(rows);

        Assert.All(predicted, row => Assert.Equal(1, row.Sum(), 9));
        Assert.Equal(labels, predicted.Select(row => Array.IndexOf(row, row.Max())));
    }

    [Fact]
    public void Train_ClassWithoutRows_GetsALowScoreAndNoNaN()
    {
        SparseRows rows = SparseRows.FromDense([[1, 0], [0, 1], [1, 0.1f], [0.1f, 1]], 2);

        double[][] predicted = SoftmaxClassifier.Train(rows, [0, 1, 0, 1], [1, 1, 1, 1], 3, 10).Predict(rows);

        Assert.All(predicted, row => Assert.InRange(row[2], 0, 0.1));
    }

    [Fact]
    public void Train_OtherStart_GivesTheSameMinimum()
    {
        SparseRows rows = SparseRows.FromDense([[1, 0.2f], [0.3f, 1], [1, 0.1f], [0.1f, 1]], 2);
        SoftmaxClassifier plain = SoftmaxClassifier.Train(rows, [0, 1, 0, 1], [1, 1, 1, 1], 2, 1);
        SoftmaxClassifier opposite = SoftmaxClassifier.Train(rows, [1, 0, 1, 0], [1, 1, 1, 1], 2, 1);

        SoftmaxClassifier warm = SoftmaxClassifier.Train(rows, [0, 1, 0, 1], [1, 1, 1, 1], 2, 1, opposite);

        Assert.All(plain.Predict(rows).Zip(warm.Predict(rows)), pair => Assert.InRange(pair.First[0] - pair.Second[0], -0.01, 0.01));
    }

    [Fact]
    public void Train_SizesThatDoNotFit_Throws() =>
        Assert.Throws<ArgumentException>(() => SoftmaxClassifier.Train(SparseRows.FromDense([[1f]], 1), [0, 1], [1], 2, 1));

    [Fact]
    public void BalancedWeights_UnevenClasses_SumToRowsAndMakeClassesEqual()
    {
        var rows = new StudentRows(SparseRows.FromDense([.. Enumerable.Range(0, 6).Select(_ => new float[1])], 1), [0, 0, 0, 0, 0, 2], 4);

        Assert.Equal(6, rows.BalancedWeights.Sum(), 9);
        Assert.Equal(rows.BalancedWeights[5], rows.BalancedWeights.Take(5).Sum(), 9);
    }
}

using Fdkt.Learning.Students;

namespace Fdkt.Learning.Tests.Students;

public sealed class TfidfFeaturesTests
{
    [Fact]
    public void Transform_Text_HasUnitLengthAndAscendingColumns()
    {
        TfidfFeatures features = TfidfFeatures.Fit(["b a c", "a d", "a e e"]);

        SparseRows rows = features.Transform(["e d c b a a", "a"]);

        Assert.Equal(5, features.Columns);
        Assert.All(rows.Values, values => Assert.Equal(1, values.Sum(v => v * v), 5));
        Assert.All(rows.Indices, indices => Assert.Equal(indices.Order(), indices));
    }

    [Fact]
    public void Transform_RareWord_WeighsMoreByTheFormula()
    {
        SparseRows row = TfidfFeatures.Fit(["a b", "a c", "a d"]).Transform(["a a b"]);

        double common = (1 + Math.Log(2)) * (Math.Log(4.0 / 4) + 1), rare = Math.Log(4.0 / 2) + 1;
        Assert.Equal(common / rare, row.Values[0][0] / row.Values[0][1], 5);
    }

    [Fact]
    public void Transform_UnknownWordsOnly_IsAnEmptyRow() => Assert.Empty(TfidfFeatures.Fit(["a b"]).Transform(["x y"]).Indices[0]);

    [Fact]
    public void Concat_OtherColumns_Throws() =>
        Assert.Throws<ArgumentException>(() => SparseRows.FromDense([[1f]], 1).Concat(SparseRows.FromDense([[1f, 2f]], 2)));

    [Fact]
    public void Assign_Rows_SpreadsEveryClassAndKeepsSingleRowsInTraining()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2];

        int[] folds = StratifiedFolds.Assign(labels, 4, 3);

        Assert.Equal(-1, folds[10]);
        Assert.NotEqual(folds[8], folds[9]);
        Assert.All(folds.Take(8).CountBy(fold => fold), pair => Assert.Equal(2, pair.Value));
    }
}

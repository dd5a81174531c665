using Fdkt.Learning.Students;
using Fdkt.Learning.Tests.PublicModels;

namespace Fdkt.Learning.Tests.Students;

public sealed class StudentTrainerTests
{
    private static readonly Example[] Test = TopicTexts.Rows(120, 77);

    [Fact]
    public void Train_AugmentedTextOfRandomLabels_IsSetAside()
    {
        Example[] rows = TopicTexts.Rows(45, 5);
        var random = new Random(8);
        Example[] noise = [.. TopicTexts.Rows(300, 6).Select(row => row with { Label = random.Next(TopicTexts.Classes) })];
        double alone = Accuracy(Train([], rows, TopicTexts.Classes));

        Student student = Train(noise, rows, TopicTexts.Classes);

        Assert.True(Accuracy(student) >= alone - 0.05, $"{Accuracy(student)} and {alone} alone");
        Assert.True(student.PrivateWeight >= 4);
    }

    [Fact]
    public void Train_GoodAugmentedText_HelpsFewPrivateRows()
    {
        Example[] rows = TopicTexts.Rows(3, 5);

        Student student = Train(TopicTexts.Rows(300, 6), rows, TopicTexts.Classes);

        Assert.True(Accuracy(student) > Accuracy(Train([], rows, TopicTexts.Classes)));
        Assert.True(Accuracy(student) > 0.9);
    }

    [Fact]
    public void Train_NoAugmentedText_TrainsOnPrivateRowsAlone() =>
        Assert.Equal(double.PositiveInfinity, Train([], TopicTexts.Rows(30, 1), TopicTexts.Classes).PrivateWeight);

    [Fact]
    public void Train_NoPrivateRows_TrainsOnAugmentedTextAlone()
    {
        Student student = Train(TopicTexts.Rows(90, 1), [], TopicTexts.Classes);

        Assert.Equal(0, student.PrivateWeight);
        Assert.True(Accuracy(student) > 0.9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_RareClass_StaysPredictable(int rare)
    {
        Example[] rows = [.. TopicTexts.Rows(60, 1).Where(row => row.Label != 2), .. TopicTexts.Rows(3 * rare, 2).Where(row => row.Label == 2)];

        foreach (Example[] augmented in (Example[][])[[], [.. TopicTexts.Rows(90, 3).Where(row => row.Label != 2)]])
        {
            double[][] predicted = Train(augmented, rows, TopicTexts.Classes).Predict([rows[^1].Text]);

            Assert.Equal(2, Array.IndexOf(predicted[0], predicted[0].Max()));
        }
    }

    [Fact]
    public void Train_SameInputs_GivesTheSameStudent()
    {
        Student one = Train(TopicTexts.Rows(30, 1), TopicTexts.Rows(30, 2), TopicTexts.Classes, 4);
        Student two = Train(TopicTexts.Rows(30, 1), TopicTexts.Rows(30, 2), TopicTexts.Classes, 4);

        Assert.Equal(one.Predict([Test[0].Text])[0], two.Predict([Test[0].Text])[0]);
    }

    [Fact]
    public void Train_Nothing_Throws() => Assert.Throws<ArgumentException>(() => Train([], [], 2));

    private static Student Train(IReadOnlyList<Example> augmented, IReadOnlyList<Example> rows, int classes, int seed = 0) =>
        StudentTrainer.Train(augmented, rows, classes, seed: seed, cancellationToken: TestContext.Current.CancellationToken);

    private static double Accuracy(Student student) =>
        student.Predict([.. Test.Select(row => row.Text)]).Zip(Test).Average(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second.Label ? 1.0 : 0);
}

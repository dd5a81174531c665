using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Students;
using Fdkt.Learning.Tests.PublicModels;

namespace Fdkt.Learning.Tests.Students;

public sealed class EncodingClassifierTests
{
    private static readonly Example[] Test = TopicTexts.Rows(120, 77);

    [Fact]
    public void Train_ReceivedTextOfTheSameKind_HelpsFewPrivateRows()
    {
        Example[] own = TopicTexts.Rows(6, 5);
        // One label of the six is wrong: what a handful of rows says about it, the text corrects.
        own[0] = own[0] with { Label = 1 };

        double alone = Likelihood(EncodingClassifier.Train(SmallModel.Shared, own, TopicTexts.Classes));
        double both = Likelihood(Train(TopicTexts.Rows(300, 6), own));

        Assert.True(both > alone, $"{both} and {alone} alone");
    }

    [Fact]
    public void Train_ReceivedTextOfWrongLabels_IsSetAside()
    {
        Example[] own = TopicTexts.Rows(45, 5);
        Example[] wrong = [.. TopicTexts.Rows(300, 6).Select(row => row with { Label = (row.Label + 1) % TopicTexts.Classes })];

        Assert.Equal(
            EncodingClassifier.Train(SmallModel.Shared, own, TopicTexts.Classes).Predict([Test[0].Text])[0],
            Train(wrong, own).Predict([Test[0].Text])[0], (a, b) => Math.Abs(a - b) < 0.02);
    }

    [Fact]
    public void Train_NothingReceived_IsTheClientsJudge()
    {
        Example[] own = TopicTexts.Rows(30, 5);

        Assert.Equal(new ClientFilter(SmallModel.Shared, own, TopicTexts.Classes).Predict([Test[0].Text])[0], Train([], own).Predict([Test[0].Text])[0]);
    }

    private static EncodingClassifier Train(IReadOnlyList<Example> received, IReadOnlyList<Example> own) =>
        EncodingClassifier.Train(SmallModel.Shared, received, own, TopicTexts.Classes, 1, TestContext.Current.CancellationToken);

    /// <summary>Mean probability of the right class.</summary>
    private static double Likelihood(EncodingClassifier classifier) => classifier.Predict([.. Test.Select(row => row.Text)]).Zip(Test).Average(pair => pair.First[pair.Second.Label]);
}

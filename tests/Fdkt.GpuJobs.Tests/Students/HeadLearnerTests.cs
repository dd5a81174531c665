using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;
using Fdkt.GpuJobs.Tests.Spaces;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Students;

public sealed class HeadLearnerTests
{
    private const int Classes = 4;
    private const double Spread = 1.4;
    private static readonly PublicCorpus Corpus = Clouds.Corpus(400, Classes, Spread);
    private static readonly LabelledStates Test = Clouds.Rows(Corpus, 400, Classes, 99, Spread);

    [Fact]
    public void Learn_TextsOfManyClients_BeatsTheOwnRowsAlone()
    {
        HeadLearner learner = Learner(Clouds.Rows(Corpus, 12, Classes, 5, Spread));

        LearnedHead learned = learner.Learn([new GivenTexts(Clouds.Rows(Corpus, 400, Classes, 6, Spread))], TestContext.Current.CancellationToken);

        Assert.NotEqual(HeadMaking.OwnRows, learned.Making);
        Assert.True(Accuracy(learned.Head) > Accuracy(learner.PrivateOnly) + 0.03, $"{Accuracy(learned.Head):0.00} and {Accuracy(learner.PrivateOnly):0.00}");
    }

    [Fact]
    public void Learn_TextsOfRandomClasses_KeepsTheOwnRowsAlone()
    {
        HeadLearner learner = Learner(Clouds.Rows(Corpus, 40, Classes, 5, Spread));
        var random = new Random(1);
        LabelledStates texts = Clouds.Rows(Corpus, 400, Classes, 6, Spread);

        LearnedHead learned = learner.Learn([new GivenTexts(new LabelledStates(texts.States, [.. texts.Labels.Select(_ => random.Next(Classes))], Classes))], TestContext.Current.CancellationToken);

        Assert.Equal(HeadMaking.OwnRows, learned.Making);
        Assert.Same(learner.PrivateOnly, learned.Head);
    }

    [Fact]
    public void Learn_ClientThatLacksClasses_KeepsTextThatKnowsThem()
    {
        LabelledStates rows = Clouds.Rows(Corpus, 48, Classes, 5, Spread);
        HeadLearner learner = Learner(rows.Select([.. Enumerable.Range(0, 48).Where(i => rows.Labels[i] < 2)]));

        LearnedHead learned = learner.Learn([new GivenTexts(Clouds.Rows(Corpus, 400, Classes, 6, Spread))], TestContext.Current.CancellationToken);

        Assert.NotEqual(HeadMaking.OwnRows, learned.Making);
        Assert.InRange(Accuracy(learner.PrivateOnly), 0.3, 0.5);
        Assert.True(Accuracy(learned.Head) > 0.75, $"{Accuracy(learned.Head):0.00}");
    }

    [Fact]
    public void Learn_SecondSourceOfNonsense_TakesTheFirstAlone()
    {
        HeadLearner learner = Learner(Clouds.Rows(Corpus, 40, Classes, 5, Spread));
        var good = new GivenTexts(Clouds.Rows(Corpus, 400, Classes, 6, Spread));
        LabelledStates wrong = Clouds.Rows(Corpus, 800, Classes, 7, Spread);
        var bad = new GivenTexts(new LabelledStates(wrong.States, [.. wrong.Labels.Select(label => (label + 1) % Classes)], Classes));

        LearnedHead both = learner.Learn([good, new JoinedTexts(good, bad)], TestContext.Current.CancellationToken);
        LearnedHead alone = learner.Learn([good], TestContext.Current.CancellationToken);

        Assert.Equal(Accuracy(alone.Head), Accuracy(both.Head));
    }

    [Fact]
    public void Learn_OwnReleaseAsTheOnlyText_IsJudgedWithoutTheRowsThatJudge()
    {
        // Eight random rows of each class: whatever their sums find is chance, and only rows that had a part in it could take it for knowledge.
        LabelledStates chance = Clouds.Rows(Corpus, 32, Classes, 5, Spread);
        var random = new Random(2);
        var own = new LabelledStates(chance.States, [.. chance.Labels.Select(_ => random.Next(Classes))], Classes);
        var table = new ClassSums(new ReleaseView(Corpus.Space, Classes), Classes);
        var settings = new HeadSettings();
        var honest = new ReleasedTexts(Corpus, table, new TableValues(table.Exact(own), 0), own, settings.PublicPart);

        double flattered = Hits(own, honest.Texts), judged = Enumerable.Range(0, own.Count).Average(i => Hits(own.Select([i]), honest.Without([i])));

        Assert.True(flattered > judged + 0.1, $"{flattered:0.00} and {judged:0.00}");
    }

    [Fact]
    public void Learn_SameSeed_GivesTheSameHead()
    {
        LabelledStates rows = Clouds.Rows(Corpus, 40, Classes, 5, Spread);
        ITextSource[] Sources() => [new GivenTexts(Clouds.Rows(Corpus, 200, Classes, 6, Spread))];

        LearnedHead one = Learner(rows).Learn(Sources(), TestContext.Current.CancellationToken), other = Learner(rows).Learn(Sources(), TestContext.Current.CancellationToken);

        Assert.Equal(one.Head.Weights, other.Head.Weights);
    }

    private static HeadLearner Learner(LabelledStates own) => new(own, Corpus, new HeadSettings(), seed: 1);

    private static double Hits(LabelledStates rows, LabelledStates texts)
    {
        double[] weights = [.. texts.Labels.Select(label => 1000.0 / Classes / texts.Counts[label])];
        double[][] predicted = SoftmaxHeadTrainer.Fit([new HeadRows(texts.States, texts.Labels, weights)], Classes).Predict(rows.States);
        return predicted.Select((p, i) => Array.IndexOf(p, p.Max()) == rows.Labels[i] ? 1.0 : 0.0).Average();
    }

    private static double Accuracy(SoftmaxHead head) =>
        head.Predict(Test.States).Select((p, i) => Array.IndexOf(p, p.Max()) == Test.Labels[i] ? 1.0 : 0.0).Average();
}

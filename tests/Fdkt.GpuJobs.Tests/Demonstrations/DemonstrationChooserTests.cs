using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Tests.Spaces;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Demonstrations;

public sealed class DemonstrationChooserTests
{
    private static readonly PublicCorpus Corpus = Clouds.Corpus(120, 3);

    [Fact]
    public void Choose_SureTexts_TakesTheSurestOfEachClass()
    {
        TextChoice choice = Choice(i => i % 3, i => i);

        DemonstrationSet set = DemonstrationChooser.Choose(Corpus, choice, [2, 2, 2]);

        Assert.Equal([.. new[] { 117, 114, 118, 115, 119, 116 }.Select(i => new Example(Corpus.Texts[i], i % 3))], set.Demos);
    }

    [Fact]
    public void Choose_CopiesAndShortTexts_AreLeftOutAndCounted()
    {
        PublicCorpus corpus = Corpus with
        {
            States = [.. Corpus.States.Select((state, i) => i == 117 ? Corpus.States[114] : state)],
            Texts = [.. Corpus.Texts.Select((text, i) => i == 111 ? "too short" : text)],
        };

        DemonstrationSet set = DemonstrationChooser.Choose(corpus, Choice(i => i % 3, i => i), [2, 0, 0]);

        Assert.Equal([corpus.Texts[117], corpus.Texts[108]], set.Demos.Where(demo => demo.Label == 0).Select(demo => demo.Text));
        Assert.Equal((1, 1), (set.Copies, set.Brief));
    }

    [Fact]
    public void Choose_ClassThatClaimsNothing_ShowsItsNearestText()
    {
        DemonstrationSet set = DemonstrationChooser.Choose(Corpus, Choice(_ => 0, i => i) with { Nearest = [0, 7, 9] }, [1, 1, 1]);

        Assert.Equal([(119, 0), (7, 1), (9, 2)], set.Demos.Select(demo => (Corpus.Texts.ToList().IndexOf(demo.Text), demo.Label)));
    }

    [Fact]
    public void Surest_MoreThanAreWanted_AreTakenEvenlyOverTheOrder()
    {
        int[][] taken = Choice(_ => 0, i => 120 - i).Surest(0.5, 6);

        Assert.Equal([0, 10, 20, 30, 40, 50], taken[0]);
        Assert.Empty(taken[1]);
    }

    private static TextChoice Choice(Func<int, int> label, Func<int, double> margin) =>
        new([.. Enumerable.Range(0, 120).Select(label)], [.. Enumerable.Range(0, 120).Select(margin)], [0, 0, 0]);
}

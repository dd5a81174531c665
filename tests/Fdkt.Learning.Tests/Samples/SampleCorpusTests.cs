using System.Text.RegularExpressions;
using Fdkt.Learning.Samples;

namespace Fdkt.Learning.Tests.Samples;

public sealed partial class SampleCorpusTests
{
    [Fact]
    public void Generate_SameSeed_SameTexts() =>
        Assert.Equal(SampleCorpus.Generate(300, 5), SampleCorpus.Generate(300, 5));

    [Fact]
    public void Generate_AnotherSeed_OtherTexts() =>
        Assert.Empty(SampleCorpus.Generate(300, 5).Select(record => record.Text).Intersect(SampleCorpus.Generate(300, 6).Select(record => record.Text)));

    [Fact]
    public void Generate_SmallerCount_IsTheBeginningOfALarger() =>
        Assert.Equal(SampleCorpus.Generate(100, 9), SampleCorpus.Generate(200, 9).Take(100));

    [Fact]
    public void Generate_ManyTexts_DistinctBalancedAndOfTheStatedLength()
    {
        IReadOnlyList<(string Text, string Label)> records = SampleCorpus.Generate(6_000, 1);

        Assert.Equal(6_000, records.Select(record => record.Text).Distinct().Count());
        Assert.All(records, record => Assert.InRange(record.Text.Split(' ').Length, SampleCorpus.MinimumWords, SampleCorpus.MaximumWords));
        Assert.Equal(SampleCorpus.Labels.Order(), records.Select(record => record.Label).Distinct().Order());
        Assert.All(records.GroupBy(record => record.Label), group => Assert.Equal(1_000, group.Count()));
    }

    [Fact]
    public void Generate_ManyTexts_NoNotationIsLeft() =>
        Assert.All(SampleCorpus.Generate(6_000, 2), record => Assert.DoesNotMatch(@"[{}|<>]|  |\.\.", record.Text));

    [Fact]
    public void Situations_All_AreManyAndWellFormed()
    {
        var random = new Random(1);
        Assert.True(SampleCorpus.Situations.Count() >= 60);
        foreach (string pattern in SampleCorpus.Situations.SelectMany(situation => situation.Points.Concat(situation.Details))
            .Concat(SmallTalk.Openings).Concat(SmallTalk.Closings).Concat(SmallTalk.Asides))
        {
            for (int i = 0; i < 20; i++)
            {
                Assert.DoesNotMatch("[{}|<>]", TextPattern.Expand(pattern, random));
            }
        }
    }

    [Fact]
    public void Generate_ManyTexts_NoFrequentWordBelongsToOneLabel()
    {
        IReadOnlyList<(string Text, string Label)> records = SampleCorpus.Generate(12_000, 1);
        var labelsOf = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach ((string text, string label) in records)
        {
            foreach (string word in Words(text).Distinct())
            {
                Dictionary<string, int> counts = labelsOf.TryGetValue(word, out Dictionary<string, int>? known) ? known : labelsOf[word] = [];
                counts[label] = counts.GetValueOrDefault(label) + 1;
            }
        }

        IEnumerable<string> telling = labelsOf.Where(entry => entry.Value.Count == 1 && entry.Value.Values.Single() > 0.08 * 2_000).Select(entry => entry.Key);

        Assert.Empty(telling);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Generate_HundredRecords_LinearClassifierStaysUnder85Percent(int seed)
    {
        IReadOnlyList<(string Text, string Label)> records = SampleCorpus.Generate(1_300, seed);

        double accuracy = LinearAccuracy(records.Take(100), records.Skip(100));

        Assert.InRange(accuracy, 0.40, 0.85);
    }

    [Fact]
    public void Generate_TwoThousandRecords_LinearClassifierIsAbove88Percent()
    {
        IReadOnlyList<(string Text, string Label)> records = SampleCorpus.Generate(3_000, 4);

        Assert.True(LinearAccuracy(records.Take(2_000), records.Skip(2_000)) > 0.88);
    }

    [Fact]
    public void Generate_NegativeCount_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleCorpus.Generate(-1, 1));

    private static double LinearAccuracy(IEnumerable<(string Text, string Label)> train, IEnumerable<(string Text, string Label)> test)
    {
        var classifier = new LinearTextClassifier([.. train.Select(record => (Words(record.Text), record.Label))]);
        return test.Average(record => classifier.Predict(Words(record.Text)) == record.Label ? 1.0 : 0.0);
    }

    private static string[] Words(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    [GeneratedRegex("[a-z0-9']+")]
    private static partial Regex Word();
}

using Fdkt.Learning.Auditing;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Samples;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Auditing;

public sealed class ReleasedTextAuditTests
{
    private const int Classes = 8;

    private static readonly string[] Public = [.. SampleCorpus.Generate(800, 1).Select(row => row.Text)];
    private static readonly Lazy<PublicModel> Model = new(() => PublicModelStore.Load(Path.Combine(RepositoryRoot.Find(), "samples", "public-model")));

    [Fact]
    public void Scores_CanariesThatLeaked_AreToldFromThoseThatDidNot()
    {
        IReadOnlyList<string> canaries = CanaryTexts.Make(Public, 200, 3);
        string[] leaked = [.. canaries.Take(100)];

        double[] scores = new ReleasedTextAudit(Model.Value, Classes, Public).Scores([.. leaked, .. Public.Take(50)], canaries);

        Assert.True(OneRunAudit.LowerBound([.. scores.Take(100)], [.. scores.Skip(100)], .05, 1e-5) > 2);
        Assert.Equal(0, OneRunAudit.LowerBound([.. scores.Skip(100)], [.. scores.Take(100)], .05, 1e-5));
    }

    [Fact]
    public void Run_PrivateRelease_StandsAndSaysWhatWasClaimed()
    {
        Example[] rows = [.. SampleCorpus.Generate(80, 5).Select((row, i) => new Example(row.Text, i % Classes))];
        Example[] canaries = [.. CanaryTexts.Make(Public, 40, 4).Select((text, i) => new Example(text, i % Classes))];
        var options = new ClientSynthesisOptions { Epsilon = 4, Delta = 1e-3, Demos = new DemoOptions { PerLabel = 2, Seed = 1 } };

        (AuditBounds bounds, double claimed, IReadOnlyList<string> released) = new ReleasedTextAudit(Model.Value, Classes, Public)
            .Run(rows, canaries, options, CryptographicRandomSource.Shared, protect: true, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(claimed, 3.5, 4.0001);
        Assert.InRange(bounds.Largest, 0, claimed);
        Assert.Null(bounds.ErrorRates); // texts are not trials of their own
        Assert.NotEmpty(released);
    }

    [Fact]
    public void Make_Canaries_BeginLikelyAndEndUnlikely()
    {
        IReadOnlyList<string> canaries = CanaryTexts.Make(Public, 50, 7);
        var likely = new BigramModel(Public);
        HashSet<string> begins = [.. Public.Select(text => string.Join(' ', text.Split(' ').Take(4)))];

        Assert.Equal(50, canaries.Distinct().Count());
        Assert.All(canaries, canary => Assert.Contains(string.Join(' ', canary.Split(' ').Take(4)), begins));
        Assert.True(canaries.Average(likely.LogProbability) < Public.Average(likely.LogProbability) - 1);
        Assert.Equal(canaries, CanaryTexts.Make(Public, 50, 7));
        Assert.Throws<ArgumentException>(() => CanaryTexts.Make(["too short"], 5, 1));
    }
}

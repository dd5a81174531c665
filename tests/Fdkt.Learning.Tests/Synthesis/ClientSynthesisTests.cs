using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Synthesis;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Tests.Synthesis;

public sealed class ClientSynthesisTests
{
    [Theory]
    [InlineData(SynthesisMechanism.ClassMeans, false)]
    [InlineData(SynthesisMechanism.Votes, false)]
    [InlineData(SynthesisMechanism.ClassPrompts, false)]
    [InlineData(SynthesisMechanism.ClassPrompts, true)]
    [InlineData(SynthesisMechanism.Lora, false)]
    [InlineData(SynthesisMechanism.Full, false)]
    public void Release_EveryMechanism_ChargesWhatItSpendsAndKeepsTheBudget(SynthesisMechanism mechanism, bool refine)
    {
        ClientRelease release = Release(Options(mechanism) with { RefineWithVotes = refine });

        Assert.Equal(mechanism, release.Choice.Mechanism);
        Assert.True(release.Guarantee.EpsilonPld <= 3.001, $"{release.Guarantee.EpsilonPld}");
        Assert.Equal(PrivacyAccounting.Account(release.Events, 1e-3).EpsilonPld, release.Guarantee.EpsilonPld);
        Assert.Equal(refine ? 2 : 1, release.Events.Count);
        Assert.Equal([0, 1, 2], release.Demos.Demos.Select(demo => demo.Label).Distinct().Order());
    }

    [Theory]
    [InlineData(SynthesisMechanism.ClassMeans)]
    [InlineData(SynthesisMechanism.Votes)]
    [InlineData(SynthesisMechanism.ClassPrompts)]
    public void Release_MatchedLabelMix_IsChargedToTheSameBudget(SynthesisMechanism mechanism)
    {
        ClientRelease release = Release(Options(mechanism) with { LabelMix = LabelMix.Matched });

        Assert.Equal(2, release.Events.Count);
        Assert.IsType<DiscreteGaussianEvent>(release.Events[1]);
        Assert.InRange(release.Guarantee.EpsilonPld, 2.9, 3.001);
        Assert.Equal([0, 1, 2], release.Demos.Demos.Select(demo => demo.Label).Distinct().Order());
    }

    [Fact]
    public void Release_ClassMeans_ChargesTheNoiseThatWasDrawn()
    {
        ClientRelease release = Release(Options(SynthesisMechanism.ClassMeans));

        Assert.Equal(ClassMeans.Event(release.NoiseMultiplier), release.Events.Single());
    }

    [Fact]
    public void Release_DeltaOfOneOverRecords_IsRefused() =>
        Assert.Throws<PrivacyParameterException>(() => Release(Options(SynthesisMechanism.ClassMeans) with { Delta = 1.0 / 60 }));

    [Fact]
    public void Release_NoMechanismAsked_ChoosesAndSaysWhy()
    {
        ClientRelease release = Release(Options(SynthesisMechanism.ClassMeans) with { Mechanism = null });

        Assert.Equal(MechanismChoice.For(60, TopicTexts.Classes, 3), release.Choice);
    }

    [Theory]
    [InlineData(SynthesisMechanism.ClassMeans)]
    [InlineData(SynthesisMechanism.ClassPrompts)]
    public void Release_MaximumTokens_NoDemoIsLonger(SynthesisMechanism mechanism)
    {
        ClientSynthesisOptions options = Options(mechanism);

        ClientRelease free = Release(options);
        ClientRelease cut = Release(options with { Demos = options.Demos with { MaximumTokens = 4 } });

        Assert.True(free.Demos.Tokens > 5L * free.Demos.Sampled, $"{free.Demos.Tokens} tokens in {free.Demos.Sampled} texts");
        Assert.InRange(cut.Demos.Tokens, 1, 4L * cut.Demos.Sampled);
    }

    [Theory]
    [InlineData(SynthesisMechanism.ClassPrompts, 2)]
    [InlineData(SynthesisMechanism.ClassMeans, 0)]
    public void Release_MechanismThatTrains_ReportsEveryStepBeforeTheFirstText(SynthesisMechanism mechanism, int steps)
    {
        var seen = new List<string>();

        ClientSynthesis.Release(
            SmallModel.Shared, TopicTexts.Rows(60, 3), TopicTexts.Classes, Options(mechanism), CryptographicRandomSource.Shared,
            done => seen.Add($"text {done}"), new Steps(seen), TestContext.Current.CancellationToken);

        Assert.Equal([.. Enumerable.Range(1, steps).Select(i => $"step {i}/{steps}"), .. Enumerable.Range(1, 18).Select(i => $"text {i}")], seen);
    }

    private static ClientRelease Release(ClientSynthesisOptions options) => ClientSynthesis.Release(
        SmallModel.Shared, TopicTexts.Rows(60, 3), TopicTexts.Classes, options, CryptographicRandomSource.Shared, cancellationToken: TestContext.Current.CancellationToken);

    private static ClientSynthesisOptions Options(SynthesisMechanism mechanism) => new()
    {
        Mechanism = mechanism,
        Epsilon = 3,
        Delta = 1e-3,
        Epochs = 1,
        ExpectedBatchSize = 30,
        Demos = new DemoOptions { PerLabel = 3, Oversampling = 2, Seed = 1 },
    };

    private sealed class Steps(List<string> seen) : IProgress<DpTrainingProgress>
    {
        public void Report(DpTrainingProgress value) => seen.Add($"step {value.Step}/{value.Steps}");
    }
}

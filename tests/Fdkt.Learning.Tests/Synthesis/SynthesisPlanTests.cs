using Fdkt.Learning.Synthesis;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Statements;

namespace Fdkt.Learning.Tests.Synthesis;

public sealed class SynthesisPlanTests
{
    [Theory]
    [InlineData(SynthesisMechanism.ClassMeans, false, 1)]
    [InlineData(SynthesisMechanism.Votes, false, 1)]
    [InlineData(SynthesisMechanism.ClassPrompts, false, 1)]
    [InlineData(SynthesisMechanism.Lora, true, 2)]
    [InlineData(SynthesisMechanism.Full, true, 2)]
    public void For_AnyMechanism_ChargesWhatTheBudgetAllowsAndNoMore(SynthesisMechanism mechanism, bool votes, int events)
    {
        SynthesisPlan plan = SynthesisPlan.For(400, 4, Options(8) with { Mechanism = mechanism, RefineWithVotes = votes });

        Assert.Equal(events, plan.Events.Count);
        Assert.InRange(plan.Account().EpsilonPld, 7, 8.0001);
        Assert.Equal(plan.Account(), PrivacyAccounting.Account(plan.Events, plan.Options.Delta), (a, b) => a.EpsilonPld == b.EpsilonPld);
    }

    [Theory]
    [InlineData(SynthesisMechanism.ClassMeans, false, LabelMix.Uniform)]
    [InlineData(SynthesisMechanism.Votes, false, LabelMix.Matched)]
    [InlineData(SynthesisMechanism.ClassPrompts, true, LabelMix.Matched)]
    public void For_Users_ChargesForAllRecordsOfOne(SynthesisMechanism mechanism, bool votes, LabelMix mix)
    {
        ClientSynthesisOptions options = Options(8) with { Mechanism = mechanism, RefineWithVotes = votes, LabelMix = mix, Epochs = 2 };
        SynthesisPlan plan = SynthesisPlan.For(400, 4, options with { RecordsPerUser = 4 });

        Assert.InRange(plan.Account().EpsilonPld, 7, 8.0001);
        Assert.All(plan.Events, e => Assert.True(StatementVerification.Covers(e, 4)));
        // As records alone, the same charge would promise far more: the noise is that of the whole user.
        double Noise(SynthesisPlan p) => mechanism == SynthesisMechanism.ClassMeans ? p.NoiseMultiplier * p.Options.RecordsPerUnit : p.NoiseMultiplier;
        Assert.True(Noise(plan) > 2 * Noise(SynthesisPlan.For(400, 4, options)));
    }

    [Fact]
    public void For_OneRecordOfEachUser_IsChargedAsARecord() =>
        Assert.Equal(SynthesisPlan.For(400, 4, Options(8)).Events, SynthesisPlan.For(400, 4, Options(8) with { RecordsPerUser = 1 }).Events);

    [Fact]
    public void For_SameFacts_IsTheSamePlan() => Assert.Equal(SynthesisPlan.For(400, 4, Options(3)).Events, SynthesisPlan.For(400, 4, Options(3)).Events);

    [Fact]
    public void For_DeltaOfAWholeRecord_IsRefused() =>
        Assert.Throws<PrivacyParameterException>(() => SynthesisPlan.For(400, 4, Options(8) with { Delta = 0.01 }));

    private static ClientSynthesisOptions Options(double epsilon) => new() { Epsilon = epsilon, Delta = 1e-4, Demos = new DemoOptions { Seed = 1 } };
}

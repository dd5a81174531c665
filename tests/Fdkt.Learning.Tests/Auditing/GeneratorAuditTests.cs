using Fdkt.Learning.Auditing;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Samples;
using Fdkt.Learning.Tests.PrivateTraining;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Auditing;

/// <summary>Seeds are fixed; at this significance a true claim would fall in fewer than one run of 1,000 anyhow.</summary>
public sealed class GeneratorAuditTests
{
    private const int Canaries = 240;

    private static readonly Lazy<PublicModel> Model = new(() => PublicModelStore.Load(Path.Combine(RepositoryRoot.Find(), "samples", "public-model")));
    private static readonly PrivacyPlan Plan = PrivacyPlan.Calibrate(Canaries, 48, 8, 1, 1, 1e-6);
    private static readonly AuditClaim Claim = AuditClaim.Of(Plan, 0.001);

    [Theory]
    [InlineData(GradientNoise.Gaussian)]
    [InlineData(GradientNoise.Discrete)]
    public void Bounds_TrainerAsItIs_Stand(GradientNoise noise) => Assert.False(Claim.Refuted(Bounds(Plan with { Noise = noise })));

    [Theory]
    [InlineData(MechanismFault.NoNoise, 1)]
    [InlineData(MechanismFault.NoClipping, 1)]
    [InlineData(MechanismFault.None, 16)]
    [InlineData(MechanismFault.QuarterNoise, 4)]
    public void Bounds_TrainerBroken_RefuteTheClaim(MechanismFault fault, double noiseDivisor) =>
        Assert.True(Claim.Refuted(Bounds(Plan, new AuditedBuild(fault, noiseDivisor))));

    // The bound of shuffled passes is shown, not expected: at a small q it stays below the claim.
    [Fact]
    public void Bounds_ShuffledPasses_StayBelowTheAccountWithoutSampling() =>
        Assert.InRange(Bounds(Plan, MechanismFault.Shuffled).OneRun, 0, Plan.Account().EpsilonUnsampled);

    [Fact]
    public void Bounds_CanariesThatAreNotTheClaims_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            new GeneratorAudit(Model.Value, ["one"], Plan));

    private static AuditBounds Bounds(PrivacyPlan plan, AuditedBuild build = default) =>
        new GeneratorAudit(Model.Value, Texts(), plan).Bounds(Claim, new CountingSource(1), build, TestContext.Current.CancellationToken);

    private static IReadOnlyList<string> Texts() => CanaryTexts.Make([.. SampleCorpus.Generate(500, 1).Select(row => row.Text)], Canaries, 1);
}

using Fdkt.Learning.Auditing;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Samples;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Auditing;

public sealed class GeneratorAuditTests
{
    private const int Canaries = 240;

    private static readonly Lazy<PublicModel> Model = new(() => PublicModelStore.Load(Path.Combine(RepositoryRoot.Find(), "samples", "public-model")));
    private static readonly PrivacyPlan Claim = PrivacyPlan.Calibrate(Canaries, 48, 8, 1, 1, 1e-6);

    [Theory]
    [InlineData(GradientNoise.Gaussian)]
    [InlineData(GradientNoise.Discrete)]
    public void LowerBound_TrainerAsItIs_Stands(GradientNoise noise) =>
        Assert.InRange(Bound(Claim with { Noise = noise }), 0, Claim.Account().EpsilonPld);

    [Theory]
    [InlineData(MechanismFault.NoNoise)]
    [InlineData(MechanismFault.NoClipping)]
    public void LowerBound_TrainerBroken_IsRefuted(MechanismFault fault) =>
        Assert.True(Bound(Claim, fault) > Claim.Account().EpsilonPld);

    // The bound of shuffled passes is shown, not expected: at a small q it stays below the claim.
    [Fact]
    public void LowerBound_ShuffledPasses_StayBelowTheAccountWithoutSampling() =>
        Assert.InRange(Bound(Claim, MechanismFault.Shuffled), 0, Claim.Account().EpsilonUnsampled);

    [Fact]
    public void LowerBound_CanariesThatAreNotTheClaims_Throws() =>
        Assert.Throws<ArgumentException>(() =>
            GeneratorAudit.LowerBound(Model.Value, ["one"], Claim, CryptographicRandomSource.Shared, cancellationToken: TestContext.Current.CancellationToken));

    private static double Bound(PrivacyPlan claim, MechanismFault fault = MechanismFault.None) =>
        GeneratorAudit.LowerBound(Model.Value, Texts(), claim, CryptographicRandomSource.Shared, fault: fault, cancellationToken: TestContext.Current.CancellationToken);

    private static IReadOnlyList<string> Texts() => CanaryTexts.Make([.. SampleCorpus.Generate(500, 1).Select(row => row.Text)], Canaries, 1);
}

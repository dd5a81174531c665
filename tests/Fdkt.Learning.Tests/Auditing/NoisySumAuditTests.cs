using Fdkt.Learning.Auditing;
using Fdkt.Learning.Tests.PrivateTraining;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Tests.Auditing;

/// <summary>
/// Seeds are fixed, so nothing here fails by chance. What they show holds for nearly all seeds: at this significance a true claim falls in fewer than one run of 100,000, and noise of half
/// the deviation is 3 standard errors beyond the last bound that stands.
/// </summary>
public sealed class NoisySumAuditTests
{
    private const int Canaries = 4_000;
    private const double Delta = 1e-6;
    private const double Significance = 1e-5;
    private const int Seeds = 10;
    private static readonly double Sigma = NoiseCalibration.NoiseMultiplierFor(1, 1, 2, Delta);
    private static readonly AuditClaim MeansClaim = AuditClaim.OfGaussian(Sigma, Delta, Significance);
    private static readonly HistogramPlan Votes = HistogramPlan.Calibrate(Canaries, 1, 2, Delta);
    private static readonly AuditClaim VotesClaim = AuditClaim.Of(Votes, Significance);

    [Theory]
    [InlineData(MechanismFault.None, 0, 0)]
    [InlineData(MechanismFault.NoNoise, Seeds, Seeds)]
    [InlineData(MechanismFault.NoClipping, Seeds, Seeds)]
    [InlineData(MechanismFault.HalfNoise, 9, Seeds)]
    [InlineData(MechanismFault.QuarterNoise, Seeds, Seeds)]
    public void ClassMeansBounds_AsItIsAndBroken_StandAndFall(MechanismFault fault, int least, int most) =>
        Assert.InRange(Enumerable.Range(1, Seeds).Count(seed => MeansClaim.Refuted(NoisySumAudit.ClassMeansBounds(Canaries, Sigma, MeansClaim, new CountingSource(seed), fault))), least, most);

    [Theory]
    [InlineData(MechanismFault.None, 0, 0)]
    [InlineData(MechanismFault.NoNoise, Seeds, Seeds)]
    [InlineData(MechanismFault.HalfNoise, 9, Seeds)]
    [InlineData(MechanismFault.QuarterNoise, Seeds, Seeds)]
    public void VotesBounds_AsItIsAndBroken_StandAndFall(MechanismFault fault, int least, int most) =>
        Assert.InRange(Enumerable.Range(1, Seeds).Count(seed => VotesClaim.Refuted(NoisySumAudit.VotesBounds(Votes, VotesClaim, new CountingSource(seed), fault))), least, most);

    // A true claim of a Gaussian is approached: most of it is shown by its canaries.
    [Fact]
    public void ClassMeansBounds_AsItIs_ComeNearTheClaim() =>
        Assert.InRange(NoisySumAudit.ClassMeansBounds(Canaries, Sigma, MeansClaim, new CountingSource(1)).ErrorRates!.Value, 0.2 * MeansClaim.Epsilon, MeansClaim.Epsilon);

    [Fact]
    public void Bounds_FaultThatTheMechanismCannotHave_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NoisySumAudit.ClassMeansBounds(Canaries, Sigma, MeansClaim, new CountingSource(1), MechanismFault.Shuffled));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoisySumAudit.VotesBounds(Votes, VotesClaim, new CountingSource(1), MechanismFault.NoClipping));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoisySumAudit.VotesBounds(Votes, VotesClaim, new CountingSource(1), MechanismFault.Shuffled));
    }
}

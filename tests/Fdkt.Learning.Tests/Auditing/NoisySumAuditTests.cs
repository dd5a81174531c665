using Fdkt.Learning.Auditing;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Tests.Auditing;

public sealed class NoisySumAuditTests
{
    private const int Canaries = 1_000;
    private const double Delta = 1e-6;
    private static readonly double Sigma = NoiseCalibration.NoiseMultiplierFor(1, 1, 2, Delta);
    private static readonly HistogramPlan Votes = HistogramPlan.Calibrate(Canaries, 1, 2, Delta);

    [Theory]
    [InlineData(MechanismFault.None, 0, 2)]
    [InlineData(MechanismFault.NoNoise, 2, 10)]
    [InlineData(MechanismFault.NoClipping, 2, 10)]
    public void ClassMeansBound_AsItIsAndBroken_StandsAndFalls(MechanismFault fault, double least, double most) =>
        Assert.InRange(NoisySumAudit.ClassMeansBound(Canaries, Sigma, Delta, CryptographicRandomSource.Shared, fault: fault), least, most);

    [Theory]
    [InlineData(MechanismFault.None, 0, 2)]
    [InlineData(MechanismFault.NoNoise, 2, 10)]
    public void VotesBound_AsItIsAndBroken_StandsAndFalls(MechanismFault fault, double least, double most) =>
        Assert.InRange(NoisySumAudit.VotesBound(Votes, CryptographicRandomSource.Shared, fault: fault), least, most);

    [Fact]
    public void Bound_FaultThatTheMechanismCannotHave_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NoisySumAudit.ClassMeansBound(Canaries, Sigma, Delta, CryptographicRandomSource.Shared, fault: MechanismFault.Shuffled));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoisySumAudit.VotesBound(Votes, CryptographicRandomSource.Shared, fault: MechanismFault.NoClipping));
    }
}

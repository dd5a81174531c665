using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Tests.Auditing;

/// <summary>The audit of sampling, clipping and noise against its definition, written out value by value with the same bytes.</summary>
public sealed class MechanismAuditReferenceTests
{
    private static readonly PrivacyPlan Plan = new(300, 60, 0.4, 0.5, 6, 1e-7);
    private static readonly AuditClaim Claim = AuditClaim.Of(Plan, 0.05);

    [Theory]
    [InlineData(MechanismFault.None, 1)]
    [InlineData(MechanismFault.None, 3)]
    [InlineData(MechanismFault.NoNoise, 1)]
    [InlineData(MechanismFault.NoClipping, 1)]
    [InlineData(MechanismFault.Shuffled, 1)]
    [InlineData(MechanismFault.QuarterNoise, 1)]
    public void Bounds_AnyBuild_AreThoseOfTheDefinition(MechanismFault fault, double noiseDivisor)
    {
        var build = new AuditedBuild(fault, noiseDivisor);

        Assert.Equal(Written(build, 0.5 * (fault == MechanismFault.NoClipping ? 30 : 1)), MechanismAudit.Bounds(Plan, Claim, new FastRandomSource(7), build));
    }

    private static AuditBounds Written(AuditedBuild build, double length)
    {
        var source = new FastRandomSource(7);
        var coins = new CanaryCoins(300, source);
        PoissonSampler sampler = Plan.CreateSampler(source);
        var passes = new ShuffledPasses(300, 60, source);
        var scores = new double[300];
        for (int step = 0; step < 6; step++)
        {
            HashSet<int> drawn = [.. build.Fault == MechanismFault.Shuffled ? passes.Next() : sampler.Next()];
            var noise = new float[300];
            if (build.Fault != MechanismFault.NoNoise)
            {
                GaussianNoise.Fill(noise, 0.4 * 0.5 / build.Divisor, source);
            }

            for (int i = 0; i < 300; i++)
            {
                float sum = (drawn.Contains(i) && coins[i] ? (float)length : 0f) + noise[i];
                scores[i] += MechanismAudit.StepScore(sum / 0.5, Plan);
            }
        }

        return coins.Bounds(scores, Claim);
    }

    [Fact]
    public void Coins_OfBytes_AreTheirLowestBits()
    {
        var coins = new CanaryCoins(4, new ScriptedRandomSource(1, 2, 255, 0));

        Assert.Equal([0, 2], coins.Members);
        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(i => coins[i]));
    }

    // Every pass holds every record once, in an order of its own.
    [Fact]
    public void Passes_Shuffled_HoldEachRecordOnceInAnOrderOfTheirOwn()
    {
        var passes = new ShuffledPasses(60, 20, new FastRandomSource(1));
        int[] first = [.. passes.Next(), .. passes.Next(), .. passes.Next()];
        int[] second = [.. passes.Next(), .. passes.Next(), .. passes.Next()];

        Assert.Equal(Enumerable.Range(0, 60), first.Order());
        Assert.Equal(Enumerable.Range(0, 60), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(Enumerable.Range(0, 60), first);
    }

    // Where record 0 lands over 4,000 passes of four: each place a quarter of the time, within five deviations.
    [Fact]
    public void Passes_Shuffled_PutARecordAnywhereAlike()
    {
        var passes = new ShuffledPasses(4, 4, new FastRandomSource(3));
        int[] places = [.. Enumerable.Range(0, 4_000).Select(_ => Array.IndexOf(passes.Next(), 0))];

        Assert.All(Enumerable.Range(0, 4), place => Assert.InRange(places.Count(p => p == place), 1_000 - 137, 1_000 + 137));
    }
}

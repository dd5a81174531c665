using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class ClopperPearsonTests
{
    // P[Bin(n, p) ≥ n] = p^n, P[Bin(n, p) ≥ 1] = 1 − (1 − p)^n.
    [Theory]
    [InlineData(1, 0.05)]
    [InlineData(12, 0.01)]
    [InlineData(500, 1e-6)]
    public void Bounds_AllOrOneOrNone_AreTheClosedForms(int trials, double significance)
    {
        Assert.Equal(Math.Pow(significance, 1.0 / trials), ClopperPearson.Lower(trials, trials, significance), 1e-11);
        Assert.Equal(1 - Math.Pow(1 - significance, 1.0 / trials), ClopperPearson.Lower(1, trials, significance), 1e-11);
        Assert.Equal(0, ClopperPearson.Lower(0, trials, significance));
        Assert.Equal(1 - Math.Pow(significance, 1.0 / trials), ClopperPearson.Upper(0, trials, significance), 1e-11);
        Assert.Equal(1, ClopperPearson.Upper(trials, trials, significance));
    }

    // The published interval of 95 % for 5 of 10.
    [Fact]
    public void Bounds_FiveOfTen_AreThePublishedInterval()
    {
        Assert.Equal(0.1870860, ClopperPearson.Lower(5, 10, 0.025), 1e-7);
        Assert.Equal(0.8129140, ClopperPearson.Upper(5, 10, 0.025), 1e-7);
    }

    [Fact]
    public void Bounds_NoTrial_SayNothing()
    {
        Assert.Equal(0, ClopperPearson.Lower(0, 0, 0.05));
        Assert.Equal(1, ClopperPearson.Upper(0, 0, 0.05));
    }

    [Fact]
    public void Bounds_Impossible_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(-1, 3, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(4, 3, 0.05));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Upper(1, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Upper(1, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(1, 3, double.NaN));
    }
}

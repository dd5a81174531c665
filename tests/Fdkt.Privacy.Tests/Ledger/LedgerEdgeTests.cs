using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests.Ledger;

/// <summary>The last value that a ledger takes, and the first that it does not.</summary>
public sealed class LedgerEdgeTests
{
    [Theory]
    [InlineData('0', true)]
    [InlineData('9', true)]
    [InlineData('a', true)]
    [InlineData('f', true)]
    [InlineData('/', false)]
    [InlineData(':', false)]
    [InlineData('`', false)]
    [InlineData('g', false)]
    [InlineData('F', false)]
    public void IsHash_Digit_IsLowerCaseHexadecimal(char digit, bool expected)
    {
        Assert.Equal(expected, LedgerCodec.IsHash(new string(digit, 64)));
        Assert.False(LedgerCodec.IsHash(new string(digit, 63)));
        Assert.False(LedgerCodec.IsHash(new string(digit, 65)));
        Assert.False(LedgerCodec.IsHash(null));
    }

    [Fact]
    public void Charge_LongestName_IsTaken()
    {
        string longest = new('n', LedgerCharge.LongestName);

        Assert.Equal(longest, Charge(longest).ReleaseId);
        Assert.Throws<ArgumentException>(() => Charge(longest + "n"));
        Assert.Throws<ArgumentException>(() => Charge("a\u0007b"));
        Assert.Throws<ArgumentException>(() => Charge("a\ud800b"));
        Assert.Throws<ArgumentException>(() => Charge(" "));
    }

    [Fact]
    public void Charges_ThatDifferInOneThing_AreUnequal()
    {
        LedgerCharge charge = Charge("a");

        Assert.Equal(charge, Charge("a"));
        Assert.Equal(charge.GetHashCode(), Charge("a").GetHashCode());
        Assert.NotEqual(charge, Charge("b"));
        Assert.NotEqual(charge, new LedgerCharge("a", "other", "r", [new GaussianEvent(1, 1)], 1e-5));
        Assert.NotEqual(charge, new LedgerCharge("a", "t", "other", [new GaussianEvent(1, 1)], 1e-5));
        Assert.NotEqual(charge, new LedgerCharge("a", "t", "r", [new GaussianEvent(1, 2)], 1e-5));
        Assert.NotEqual(charge, new LedgerCharge("a", "t", "r", [new GaussianEvent(1, 1)], 1.1e-5));
        Assert.False(charge.Equals(null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1e-9)]
    [InlineData(double.NaN)]
    public void Charge_DeltaAtTheEnds_IsRefused(double delta) =>
        Assert.Throws<PrivacyParameterException>(() => new LedgerCharge("a", "t", "r", [new GaussianEvent(1, 1)], delta));

    // Beyond it a float has no room for single steps.
    [Theory]
    [InlineData(1e30f, 4503599627370496L)]
    [InlineData(-1e30f, -4503599627370496L)]
    [InlineData(float.PositiveInfinity, 0L)]
    [InlineData(float.NaN, 0L)]
    [InlineData(0f, 0L)]
    public void Round_ValueFarOut_IsHeldAtTheEndOfTheGrid(float value, long expected) =>
        Assert.Equal(expected, new LatticeGaussianNoise(1, 1, 4, new SeededRandomSource(1)).Round(value));

    private static LedgerCharge Charge(string id) => new(id, "t", "r", [new GaussianEvent(1, 1)], 1e-5);
}

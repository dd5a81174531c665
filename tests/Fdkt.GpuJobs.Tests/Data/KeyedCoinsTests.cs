using System.Text;
using Fdkt.Contracts.Datasets;
using Fdkt.GpuJobs.Data;

namespace Fdkt.GpuJobs.Tests.Data;

public sealed class KeyedCoinsTests
{
    private static readonly KeyedCoins Coins = new(Encoding.ASCII.GetBytes(new string('k', KeyedCoins.KeyBytes)));

    [Fact]
    public void Draw_RowRemoved_LeavesEveryOtherItsCoin()
    {
        string[] rows = [.. Enumerable.Range(0, 50).Select(i => $"row {i}")];
        UInt128[] coins = Coins.Draw("test", rows, row => row);

        for (int gone = 0; gone < rows.Length; gone++)
        {
            string[] left = [.. rows.Where((_, i) => i != gone)];

            Assert.Equal(coins.Where((_, i) => i != gone), Coins.Draw("test", left, row => row));
        }
    }

    [Fact]
    public void Draw_EqualRows_HaveCoinsOfTheirOwnAndLoseTheLast()
    {
        UInt128[] three = Coins.Draw("test", ["a", "a", "a"], row => row);

        Assert.Equal(3, three.Distinct().Count());
        Assert.Equal(three[..2], Coins.Draw("test", ["a", "a"], row => row));
    }

    [Fact]
    public void Draw_AnotherKeyOrPurpose_GivesOtherCoins()
    {
        UInt128 coin = Coins.Draw("test", ["a"], row => row)[0];

        Assert.NotEqual(coin, Coins.Draw("other", ["a"], row => row)[0]);
        Assert.NotEqual(coin, KeyedCoins.OfSeed(1).Draw("test", ["a"], row => row)[0]);
        Assert.NotEqual(KeyedCoins.OfSeed(2).Draw("test", ["a"], row => row), KeyedCoins.OfSeed(1).Draw("test", ["a"], row => row));
    }

    [Fact]
    public void Draw_ThisRowUnderThisKey_HasThisCoin()
    {
        // Made with Python: hmac.new(b"k" * 32, b"test\0" + struct.pack(">i", 0) + "a".encode("utf-16-le"), "sha256").
        Assert.Equal("851581d585a8c7c70bed9339ee88d2ea", Coins.Draw("test", ["a"], row => row)[0].ToString("x32", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Share_OfManyRows_IsUniform()
    {
        UInt128[] coins = Coins.Draw("test", [.. Enumerable.Range(0, 10_000)], row => $"{row}");

        // Five standard deviations of a fair count.
        Assert.InRange(coins.Count(coin => KeyedCoins.Share(coin) < 0.2), 1800, 2200);
        Assert.All(coins, coin => Assert.InRange(KeyedCoins.Share(coin), 0, 1 - double.Epsilon));
    }

    [Fact]
    public void ContentOf_UnlikeRows_IsUnlike()
    {
        OwnedRow[] rows =
        [
            new(new LabelledText("text", "label"), null), new(new LabelledText("text", "label"), "u"), new(new LabelledText("text", "label"), ""),
            new(new LabelledText("labeltext", ""), null), new(new LabelledText("ltext", "labe"), null), new(new LabelledText("text", "label"), "u5:"),
        ];

        Assert.Equal(rows.Length, rows.Select(KeyedCoins.ContentOf).Distinct().Count());
    }

    [Fact]
    public void KeyedCoins_ShortKey_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new KeyedCoins(new byte[KeyedCoins.KeyBytes - 1]));
}

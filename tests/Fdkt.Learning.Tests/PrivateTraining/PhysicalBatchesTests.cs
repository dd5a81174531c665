using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;

namespace Fdkt.Learning.Tests.PrivateTraining;

public sealed class PhysicalBatchesTests
{
    [Fact]
    public void Cut_AnyDraw_EveryRecordOnceInPassesOfTheSizeAllowed()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 200; trial++)
        {
            int[] lengths = [.. Enumerable.Range(0, 90).Select(_ => random.Next(2, 65))];
            int[] drawn = [.. Enumerable.Range(0, 90).Where(_ => random.NextDouble() < random.NextDouble())];
            int most = random.Next(1, 40);

            IReadOnlyList<int[]> passes = PhysicalBatches.Cut(drawn, lengths, most);

            Assert.Equal(drawn, passes.SelectMany(pass => pass).Order());
            Assert.All(passes, pass => Assert.InRange(pass.Length, 1, most));
            Assert.All(passes, pass => Assert.InRange(PhysicalBatches.Rows(pass.Length, most), pass.Length, most));
        }
    }

    [Fact]
    public void Cut_ShortAndLongTexts_AreKeptApart()
    {
        int[] lengths = [60, 8, 60, 8, 60, 8, 60, 8, 60, 8, 60, 8, 60, 8, 60, 8];

        IReadOnlyList<int[]> passes = PhysicalBatches.Cut([.. Enumerable.Range(0, 16)], lengths, 32);

        Assert.Equal([[1, 3, 5, 7, 9, 11, 13, 15], [0, 2, 4, 6, 8, 10, 12, 14]], passes);
    }

    [Fact]
    public void Cut_NothingDrawn_NoPass() => Assert.Empty(PhysicalBatches.Cut([], [5, 6], 8));

    // A pass more costs as much as 64 tokens; where that is as dear as padding, there is one pass.
    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    public void Cut_TwoTexts_ShareAPassUnlessPaddingCostsMore(int difference, int passes) => Assert.Equal(passes, PhysicalBatches.Cut([0, 1], [10, 10 + difference], 8).Count);

    [Theory]
    [InlineData(5, 7)]
    [InlineData(24, 26)]
    [InlineData(400, 26)]
    public void LengthOf_Record_IsWhatTheModelSees(int tokens, int expected) => Assert.Equal(expected, PhysicalBatches.LengthOf(new PrivateRecord(new int[tokens], 0), DecoderSamples.Config()));

    [Theory]
    [InlineData(25, 32, 28)]
    [InlineData(31, 32, 32)]
    [InlineData(1, 32, 4)]
    [InlineData(5, 5, 5)]
    [InlineData(3, 1000, 125)]
    [InlineData(999, 1001, 1000)]
    public void Rows_FewSizes_HoldTheRecords(int records, int most, int rows) => Assert.Equal(rows, PhysicalBatches.Rows(records, most));
}

using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class SharedRunsTests
{
    [Theory]
    [InlineData("nothing alike", 0, 0, -1)]
    [InlineData("he said: The quick, BROWN fox!", 2, 4, 0)]
    [InlineData("over the lazy dog runs", 0, 4, 1)]
    [InlineData("fox jumps", 0, 1, 0)] // the texts do not run into each other
    [InlineData("", 0, 0, -1)]
    [InlineData("brown fox and the lazy dog", 3, 3, 1)]
    public void Longest_AgainstTwoTexts_IsTheLongestRun(string released, int start, int words, int from)
    {
        var runs = new SharedRuns(["The quick brown fox", "jumps over the lazy dog"]);

        Assert.Equal(new SharedRun(7, start, words, from), runs.Longest(released, 7));
    }

    // Against the definition, on texts of three words that repeat a lot.
    [Fact]
    public void Longest_RandomTexts_EqualsASearchOfAllPairs()
    {
        var random = new Random(5);
        string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 14)).Select(_ => "abc"[random.Next(3)])))];
        for (int round = 0; round < 60; round++)
        {
            string[] privateTexts = Texts(6);
            var runs = new SharedRuns(privateTexts);
            foreach (string released in Texts(6))
            {
                string[] words = released.Split(' ');
                int longest = Enumerable.Range(0, words.Length).SelectMany(s => Enumerable.Range(1, words.Length - s).Select(n => (s, n)))
                    .Where(run => privateTexts.Any(text => $" {text} ".Contains($" {string.Join(' ', words[run.s..(run.s + run.n)])} ", StringComparison.Ordinal)))
                    .Select(run => run.n).DefaultIfEmpty(0).Max();
                SharedRun found = runs.Longest(released);

                Assert.Equal(longest, found.Words);
                if (longest > 0)
                {
                    Assert.Contains($" {string.Join(' ', words[found.Start..(found.Start + found.Words)])} ", $" {privateTexts[found.Private]} ", StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Of_ScoresOfMembersAndOthers_AreTheCurve()
    {
        Assert.Equal(new AttackCurve(1, 1, .01), AttackCurve.Of([2, 3], [0, 1]));
        Assert.Equal(new AttackCurve(.5, 0, .01), AttackCurve.Of([1, 1], [1, 1]));
        Assert.Equal(new AttackCurve(0.75, 0.5, 0), AttackCurve.Of([1, 3], [0, 2], 0));
        Assert.Equal(new AttackCurve(0.625, 0.5, 0.5), AttackCurve.Of([0, 3], [0, 2], 0.5));
        Assert.Equal(1, AttackCurve.Of([0], [5], 1).TruePositiveRate);
    }

    [Fact]
    public void Of_NoScores_Throws()
    {
        Assert.Throws<ArgumentException>(() => AttackCurve.Of([], [1]));
        Assert.Throws<ArgumentException>(() => AttackCurve.Of([1], []));
        Assert.Throws<ArgumentException>(() => AttackCurve.Of([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => AttackCurve.Of([1], [1], double.NaN));
    }
}

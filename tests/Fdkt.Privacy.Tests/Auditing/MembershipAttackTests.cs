using Fdkt.Privacy.Auditing;

namespace Fdkt.Privacy.Tests.Auditing;

public sealed class MembershipAttackTests
{
    private static readonly string[] Words = [.. Enumerable.Range(0, 300).Select(i => $"w{i}")];
    private static readonly string[] Texts = Make(1, 400);

    [Fact]
    public void Run_TextThatHoldsItsMembers_FindsThem()
    {
        IReadOnlyList<AttackCurve> curves = new MembershipAttack(Texts.Skip(200)).Run([.. Texts.Take(100)], [.. Texts.Take(100)], [.. Texts.Skip(100).Take(100)]);

        Assert.Equal(MembershipAttack.Names.Count, curves.Count);
        Assert.All(curves, curve => Assert.InRange(curve.Auc, 0.95, 1));
        Assert.All(curves, curve => Assert.InRange(curve.TruePositiveRate, 0.5, 1));
    }

    [Fact]
    public void Run_TextOfOtherRecords_IsGuessing()
    {
        IReadOnlyList<AttackCurve> curves = new MembershipAttack(Texts.Skip(300)).Run([.. Texts.Skip(200).Take(100)], [.. Texts.Take(100)], [.. Texts.Skip(100).Take(100)]);

        Assert.All(curves, curve => Assert.InRange(curve.Auc, 0.35, 0.65));
    }

    // Two texts, three words: counts by hand. log of (1/4) (c + 1)/(N + 10000) + (3/4) pairs/first.
    [Fact]
    public void LogProbability_SmallText_IsTheFormula()
    {
        var model = new BigramModel(["a b", "a c"]);
        double First(int count, double pair) => Math.Log((0.25 * (count + 1) / 10_004) + (0.75 * pair));

        Assert.Equal((First(2, 1) + First(1, 0.5)) / 2, model.LogProbability("A b"), 1e-12);
        Assert.Equal((First(2, 1) + First(0, 0)) / 2, model.LogProbability("a unseen"), 1e-12);
        Assert.Equal(0, model.LogProbability("..."));
        Assert.Equal(Math.Log(1.0 / 10_000), new BigramModel([]).LogProbability("a"), 1e-12);
    }

    private static string[] Make(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => Words[random.Next(Words.Length)])))];
    }
}

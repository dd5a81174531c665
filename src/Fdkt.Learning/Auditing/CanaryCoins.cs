using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Auditing;

/// <summary>Which canaries take part, by fair coins, and what an auditor's scores say about it.</summary>
/// <param name="count">Number of canaries.</param>
/// <param name="source">A cryptographic source, unless in a test.</param>
internal sealed class CanaryCoins(int count, IRandomSource source)
{
    private readonly bool[] _member = Toss(count, source);

    /// <summary>Whether a canary takes part.</summary>
    public bool this[int canary] => _member[canary];

    /// <summary>The largest ε that the scores refute.</summary>
    /// <param name="scores">One for each canary; larger means "looks like a member".</param>
    /// <param name="significance">Chance of refuting a true claim.</param>
    /// <param name="delta">δ of the claim.</param>
    public double LowerBound(IReadOnlyList<double> scores, double significance, double delta) => OneRunAudit.LowerBound(
        [.. scores.Where((_, i) => _member[i])], [.. scores.Where((_, i) => !_member[i])], significance, delta);

    private static bool[] Toss(int count, IRandomSource source)
    {
        var bytes = new byte[count];
        source.Fill(bytes);
        return [.. bytes.Select(b => (b & 1) != 0)];
    }
}

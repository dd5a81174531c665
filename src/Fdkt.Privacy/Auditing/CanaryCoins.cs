using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Auditing;

/// <summary>Which canaries take part, by fair coins, and what an auditor's scores say about it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="count">Number of canaries.</param>
/// <param name="source">A cryptographic source, unless in a test.</param>
public sealed class CanaryCoins(int count, IRandomSource source)
{
    private readonly bool[] _member = Toss(count, source);

    /// <summary>Whether a canary takes part.</summary>
    /// <param name="canary">Its number, from 0.</param>
    public bool this[int canary] => _member[canary];

    /// <summary>Those that take part, in order.</summary>
    public IReadOnlyList<int> Members => [.. Enumerable.Range(0, _member.Length).Where(i => _member[i])];

    /// <summary>What the scores say about a claim.</summary>
    /// <param name="scores">One for each canary; larger means "looks like a member".</param>
    /// <param name="claim">The claim and the tests that apply.</param>
    public AuditBounds Bounds(IReadOnlyList<double> scores, AuditClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return claim.Bounds([.. scores.Where((_, i) => _member[i])], [.. scores.Where((_, i) => !_member[i])]);
    }

    private static bool[] Toss(int count, IRandomSource source)
    {
        var bytes = new byte[count];
        source.Fill(bytes);
        return [.. bytes.Select(b => (b & 1) != 0)];
    }
}

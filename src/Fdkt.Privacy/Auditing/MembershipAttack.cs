namespace Fdkt.Privacy.Auditing;

/// <summary>Membership inference against text: was this record among the private ones that the text was made from?</summary>
/// <remarks>The attacker knows the record, the released text and public text of the same kind. Reports to the data owner; nothing that is released may depend on it.</remarks>
/// <param name="reference">Public text of the same kind.</param>
public sealed class MembershipAttack(IEnumerable<string> reference)
{
    private readonly BigramModel _reference = new(reference);

    /// <summary>Names of the attacks, in the order of <see cref="Run"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["likelihood ratio of word pairs", "longest shared run of words"];

    /// <summary>Attacks a text.</summary>
    /// <param name="released">The text.</param>
    /// <param name="members">Records that it was made from; at least one.</param>
    /// <param name="others">Records of the same kind that it was not made from; at least one.</param>
    /// <returns>How well each attack tells them apart.</returns>
    public IReadOnlyList<AttackCurve> Run(IReadOnlyList<string> released, IReadOnlyList<string> members, IReadOnlyList<string> others)
    {
        ArgumentNullException.ThrowIfNull(released);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(others);
        var learned = new BigramModel(released);
        var runs = new SharedRuns(released);
        return [Curve(text => learned.LogProbability(text) - _reference.LogProbability(text)), Curve(text => runs.Longest(text).Words)];

        AttackCurve Curve(Func<string, double> score) => AttackCurve.Of([.. members.Select(score)], [.. others.Select(score)]);
    }
}

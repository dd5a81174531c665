using Fdkt.Privacy.Auditing;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What attacks on one text of one seed achieved.</summary>
/// <param name="Target">The text, in words.</param>
/// <param name="Epsilon">Its ε; +∞ where it is not private.</param>
/// <param name="Curves">One for each attack, in the order of <see cref="MembershipAttack.Names"/>.</param>
/// <param name="Members">Records it was made from.</param>
/// <param name="Others">Records it was not made from.</param>
public sealed record SeedAttack(string Target, double Epsilon, IReadOnlyList<AttackCurve> Curves, int Members, int Others);

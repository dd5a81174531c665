using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Reports;

/// <summary>What was promised about private records, and by which calculation. Where clients differ, the largest spending.</summary>
/// <param name="Epsilon">ε that is claimed for everything a client released in one seed: the number of record.</param>
/// <param name="EpsilonPld">ε by the privacy loss distribution; +∞ where it could not be bounded; null where the mechanism has no such account.</param>
/// <param name="EpsilonRdp">ε by Rényi differential privacy, as a cross-check; null where the mechanism has no such account.</param>
/// <param name="EpsilonUnsampled">ε that remains if the sampling of batches is not trusted; null where nothing is sampled.</param>
/// <param name="Delta">δ of all of these.</param>
/// <param name="Mechanism">The mechanism that ran, never auto.</param>
/// <param name="MechanismReason">Why it was chosen.</param>
/// <param name="NoiseMultiplier">Noise standard deviation over the sensitivity.</param>
/// <param name="SamplingProbability">Probability with which a record takes part in a step; 1 where nothing is sampled.</param>
/// <param name="Steps">Number of noisy steps or noisy answers.</param>
/// <param name="ClipNorm">L2 bound on one record's contribution; null where the mechanism does not clip.</param>
/// <param name="Adjacency">Which data sets count as neighbours, such as "zero-out, n public".</param>
/// <param name="Unit">What one neighbour differs in, such as "one record".</param>
/// <param name="Accountant">The accountant of record.</param>
/// <param name="AccountantVersion">Its version.</param>
/// <param name="NotCovered">What ε says nothing about, a sentence each.</param>
/// <param name="EpsilonAt">ε of the same release at δ "1e-5" and "1e-6"; empty in reports of earlier versions.</param>
/// <param name="ComposedEpsilon">ε of all releases of the run together, for a unit that is in at most one client of each repetition; null for a single release and in reports of earlier versions.</param>
/// <param name="ComposedEpsilonIfShared">The same for a unit that every client holds; null where there is one client.</param>
/// <param name="ComposedDelta">δ of both: the smallest of the releases' own.</param>
/// <param name="Composition">Both in a plain sentence, with where the releases are charged.</param>
public sealed record PrivacyReport(
    double Epsilon,
    double? EpsilonPld,
    double? EpsilonRdp,
    double? EpsilonUnsampled,
    double Delta,
    PrivacyMechanism Mechanism,
    string MechanismReason,
    double NoiseMultiplier,
    double SamplingProbability,
    int Steps,
    double? ClipNorm,
    string Adjacency,
    string Unit,
    string Accountant,
    string AccountantVersion,
    IReadOnlyList<string> NotCovered,
    IReadOnlyDictionary<string, double>? EpsilonAt = null,
    double? ComposedEpsilon = null,
    double? ComposedEpsilonIfShared = null,
    double? ComposedDelta = null,
    string? Composition = null)
{
    /// <summary>ε at common δ. Never null.</summary>
    public IReadOnlyDictionary<string, double> EpsilonAt { get; init; } = EpsilonAt ?? new Dictionary<string, double>();
}

using Fdkt.Privacy.Accounting;

namespace Fdkt.Learning.Synthesis;

/// <summary>What a client hands out, with what it costs.</summary>
/// <param name="Demos">The demonstrations.</param>
/// <param name="Choice">The mechanism and why.</param>
/// <param name="Events">What is charged.</param>
/// <param name="Guarantee">What the accountants make of <paramref name="Events"/>.</param>
/// <param name="NoiseMultiplier">σ.</param>
/// <param name="SamplingProbability">q; 1 for a mechanism that looks at every record once.</param>
/// <param name="Steps">T; 1 for a mechanism that looks at every record once.</param>
/// <param name="ClipNorm">Clip norm of DP-SGD; null elsewhere.</param>
public sealed record ClientRelease(
    DemoSet Demos,
    MechanismChoice Choice,
    IReadOnlyList<PrivacyEvent> Events,
    PrivacyGuarantee Guarantee,
    double NoiseMultiplier,
    double SamplingProbability,
    int Steps,
    double? ClipNorm);

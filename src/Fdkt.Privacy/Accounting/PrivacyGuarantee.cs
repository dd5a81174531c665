namespace Fdkt.Privacy.Accounting;

/// <summary>What can be claimed for a set of events: zero-out adjacency with public n, sum over all of them.</summary>
/// <param name="EpsilonPld">The number of record: from <see cref="PldAccountant"/>, or from RDP where a warning says so.</param>
/// <param name="EpsilonRdp">The cross-check from <see cref="RdpAccountant"/>.</param>
/// <param name="RdpOrder">The Rényi order that gave it; NaN where none was needed or none gave a finite value.</param>
/// <param name="EpsilonUnsampled">
/// What remains if amplification by sampling is not trusted: each record takes part once in each pass begun, in plain
/// Gaussian releases. Never less than <paramref name="EpsilonPld"/>.
/// </param>
/// <param name="Delta">δ of all three.</param>
/// <param name="Accountants">Names and versions of the methods.</param>
/// <param name="Warnings">Plain sentences, such as a fall-back or an order at the end of its list; usually empty.</param>
/// <remarks>Each ε is in nats, at least 0, possibly +∞, never NaN.</remarks>
public sealed record PrivacyGuarantee(
    double EpsilonPld,
    double EpsilonRdp,
    double RdpOrder,
    double EpsilonUnsampled,
    double Delta,
    string Accountants,
    IReadOnlyList<string> Warnings);

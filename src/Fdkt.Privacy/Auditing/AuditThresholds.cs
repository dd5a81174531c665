namespace Fdkt.Privacy.Auditing;

/// <summary>How many canaries the auditor guesses on. Several are tried, and the significance is shared among them.</summary>
public enum AuditThresholds
{
    /// <summary>m/2, m/4, m/8 … guesses: fixed before any score is seen, so sharing the significance among them is all there is to pay.</summary>
    FixedCounts,

    /// <summary>
    /// The corners of the concave hull of the curve of right against wrong guesses. Which ones they are depends on the scores, so this is the customary
    /// figure rather than a proof; for comparison with published values.
    /// </summary>
    Frontier,
}

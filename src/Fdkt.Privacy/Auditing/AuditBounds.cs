namespace Fdkt.Privacy.Auditing;

/// <summary>Lower bounds of ε by the tests that an audit has; null where a test does not apply.</summary>
/// <param name="OneRun">By <see cref="OneRunAudit"/>, which knows ε and δ of the claim and nothing else.</param>
/// <param name="OneRunTradeOff">By <see cref="OneRunTradeOffAudit"/>, which knows the whole trade-off.</param>
/// <param name="ErrorRates">By <see cref="ErrorRateAudit"/>, which knows that canaries do not disturb one another too.</param>
public sealed record AuditBounds(double OneRun, double? OneRunTradeOff = null, double? ErrorRates = null)
{
    /// <summary>The largest.</summary>
    public double Largest => Math.Max(OneRun, Math.Max(OneRunTradeOff ?? 0.0, ErrorRates ?? 0.0));
}

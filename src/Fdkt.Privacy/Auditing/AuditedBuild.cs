using Fdkt.Privacy.Plans;

namespace Fdkt.Privacy.Auditing;

/// <summary>A build that an audit looks at: what is broken in it.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="NoiseDivisor">How many times too small the noise is besides, at least 1: for the smallest fault that an audit finds.
/// Default 1.</param>
public readonly record struct AuditedBuild(MechanismFault Fault, double NoiseDivisor = 1.0)
{
    /// <summary>How many times too small the noise is in all.</summary>
    public double Divisor => (NoiseDivisor == 0.0 ? 1.0 : NoiseDivisor) * (Fault switch
    {
        MechanismFault.HalfNoise => 2.0,
        MechanismFault.QuarterNoise => 4.0,
        _ => 1.0,
    });

    /// <summary>A plan as this build runs it: with as much less noise as the divisor says. All else is as claimed.</summary>
    /// <param name="plan">The claim.</param>
    /// <returns>What runs.</returns>
    public PrivacyPlan With(PrivacyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new PrivacyPlan(plan.RecordCount, plan.ExpectedBatchSize, plan.NoiseMultiplier / Divisor, plan.ClipNorm, plan.Steps, plan.Delta) { Noise = plan.Noise };
    }

    /// <summary>A build with one fault.</summary>
    /// <param name="fault">The fault.</param>
    public static implicit operator AuditedBuild(MechanismFault fault) => Of(fault);

    /// <summary>A build with one fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The build.</returns>
    public static AuditedBuild Of(MechanismFault fault) => new(fault, 1.0);
}

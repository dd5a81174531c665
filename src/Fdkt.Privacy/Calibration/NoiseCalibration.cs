using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Calibration;

/// <summary>Finds the smallest noise multiplier that keeps an ε, by bracketed root search on the PLD accountant.</summary>
/// <remarks>
/// The result σ satisfies ε(σ) ≤ target and ε(σ(1 − 1e-3)) &gt; target, both checked. Rényi divergences give the bracket
/// cheaply. Stateless, thread-safe.
/// </remarks>
public static class NoiseCalibration
{
    /// <summary>The largest noise multiplier tried.</summary>
    public const double LargestNoiseMultiplier = 1e7;

    private const double SmallestNoiseMultiplier = 1e-3;

    // The promise is 1e-3; the search aims closer so that the check at the end passes.
    private const double Promise = 1e-3;
    private const double Aim = 1e-4;

    /// <summary>For Poisson-sampled Gaussian steps alone.</summary>
    /// <param name="samplingProbability">q in (0, 1].</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="epsilon">Target ε in nats, above 0, finite.</param>
    /// <param name="delta">δ in (0, 1).</param>
    /// <returns>σ, dimensionless: noise standard deviation over the clip norm.</returns>
    /// <exception cref="PrivacyParameterException">A parameter out of its range, or a target out of reach.</exception>
    public static double NoiseMultiplierFor(double samplingProbability, int steps, double epsilon, double delta)
    {
        if (PrivacyParameters.Probability(samplingProbability, "sampling probability") == 0.0)
        {
            throw new PrivacyParameterException(
                "sampling probability", samplingProbability, "nothing is released, so there is no noise to calibrate.", "Give a value above 0.");
        }

        if (steps < 1)
        {
            throw new PrivacyParameterException("steps", steps, "there is no step to calibrate noise for.", "Give at least 1.");
        }

        return NoiseMultiplierFor(sigma => [new SampledGaussianEvent(samplingProbability, sigma, steps)], epsilon, delta);
    }

    /// <summary>For any events that depend on one noise multiplier; others, such as a histogram, may stand beside them.</summary>
    /// <param name="events">All events as a function of σ; their ε must not rise with σ.</param>
    /// <param name="epsilon">Target ε in nats, above 0, finite.</param>
    /// <param name="delta">δ in (0, 1).</param>
    /// <returns>σ, between 1e-3 and <see cref="LargestNoiseMultiplier"/>.</returns>
    /// <exception cref="PrivacyParameterException">A parameter out of its range, or a target out of reach.</exception>
    public static double NoiseMultiplierFor(Func<double, IReadOnlyList<PrivacyEvent>> events, double epsilon, double delta)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (!(epsilon > 0.0) || double.IsInfinity(epsilon))
        {
            throw new PrivacyParameterException("epsilon", epsilon, "the target must be above 0 and finite.", "Give a value such as 1, 3 or 8.");
        }

        if (!(delta is > 0.0 and < 1.0))
        {
            throw new PrivacyParameterException("delta", delta, "it must lie above 0 and below 1.", "The default is min(1e-5, n^-1.5) for n records.");
        }

        var pld = new PldAccountant();
        double Rdp(double sigma) => RdpAccountant.Bound(events(sigma), delta).Epsilon;
        double Best(double sigma)
        {
            IReadOnlyList<PrivacyEvent> charged = events(sigma);
            return Math.Min(pld.Epsilon(charged, delta), RdpAccountant.Bound(charged, delta).Epsilon);
        }

        double high = Refine(Rdp, Bracket(Rdp, Best, epsilon), epsilon);
        return Search(Best, high, epsilon);
    }

    // A σ that keeps the target: by RDP if it can, by PLD where RDP is too loose for a small target.
    private static double Bracket(Func<double, double> rdp, Func<double, double> best, double target)
    {
        foreach (Func<double, double> accountant in new[] { rdp, best })
        {
            for (double sigma = 1.0; sigma <= LargestNoiseMultiplier; sigma *= 4.0)
            {
                if (accountant(sigma) <= target)
                {
                    return sigma;
                }
            }
        }

        double left = best(LargestNoiseMultiplier);
        throw new PrivacyParameterException(
            "epsilon",
            target,
            FormattableString.Invariant($"even a noise multiplier of {LargestNoiseMultiplier:g2} leaves epsilon {left:g4}."),
            "Raise epsilon or delta, take fewer steps, or spend less on the other releases.");
    }

    // Bisects by RDP to 2 %, keeping the upper end.
    private static double Refine(Func<double, double> rdp, double high, double target)
    {
        if (rdp(high) > target)
        {
            return high;
        }

        double low = SmallestNoiseMultiplier;
        while (high > 1.02 * low)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = rdp(middle) <= target ? (low, middle) : (middle, high);
        }

        return high;
    }

    // Regula falsi with the Illinois correction, on log σ against log ε.
    private static double Search(Func<double, double> epsilonOf, double high, double target)
    {
        double highValue = Excess(epsilonOf(high), target);
        double low = high;
        double lowValue = highValue;
        for (double factor = 0.9; lowValue <= 0.0; factor *= factor)
        {
            (high, highValue) = (low, lowValue);
            low *= factor;
            if (low < SmallestNoiseMultiplier)
            {
                return high; // the target is kept with next to no noise
            }

            lowValue = Excess(epsilonOf(low), target);
        }

        while (high > low * (1.0 + Aim))
        {
            double share = Math.Clamp(lowValue / (lowValue - highValue), 0.02, 0.98);
            double middle = low * Math.Pow(high / low, double.IsNaN(share) ? 0.5 : share);
            double value = Excess(epsilonOf(middle), target);
            if (value > 0.0)
            {
                (low, lowValue, highValue) = (middle, value, 0.5 * highValue);
            }
            else
            {
                (high, highValue, lowValue) = (middle, value, 0.5 * lowValue);
            }
        }

        // ε wobbles by some 1e-5 with the grid; make sure of both halves of the promise.
        return epsilonOf(high * (1.0 - Promise)) > target ? high : Search(epsilonOf, high * (1.0 - Promise), target);
    }

    // Bounded, so that an ε of 0 or +∞ at an end does not stall the search.
    private static double Excess(double epsilon, double target) => Math.Clamp(Math.Log(epsilon / target), -2.0, 2.0);
}

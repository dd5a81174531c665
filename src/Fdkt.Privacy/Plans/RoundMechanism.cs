using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Plans;

/// <summary>A kind of round that a budget is planned for: what one round releases, but for its noise. Immutable.</summary>
public sealed record RoundMechanism
{
    private readonly Func<double, PrivacyEvent> _eventOf;

    private RoundMechanism(string name, Func<double, PrivacyEvent> eventOf)
    {
        Name = name;
        _eventOf = eventOf;
    }

    /// <summary>Its name in a plan: "gaussian", "votes" or "dpSgd".</summary>
    public string Name { get; }

    /// <summary>Noisy sums in which every record takes part once, such as class means.</summary>
    public static RoundMechanism Gaussian { get; } = new("gaussian", sigma => new GaussianEvent(sigma, 1));

    /// <summary>Noisy votes: an exact discrete Gaussian on counts that one record moves by 1.</summary>
    /// <param name="votesPerRecord">Cells one record adds 1 to, at least 1.</param>
    /// <exception cref="PrivacyParameterException">Fewer than 1.</exception>
    public static RoundMechanism Votes(int votesPerRecord = 1)
    {
        PlanChecks.AtLeastOne(votesPerRecord, "votes per record", "Let each record vote once or more.");
        return new RoundMechanism("votes", sigma => new DiscreteGaussianEvent(sigma, votesPerRecord));
    }

    /// <summary>DP training with Poisson sampling.</summary>
    /// <param name="samplingProbability">q in (0, 1].</param>
    /// <param name="steps">T of one round, at least 1.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range.</exception>
    public static RoundMechanism DpSgd(double samplingProbability, int steps)
    {
        if (PrivacyParameters.Probability(samplingProbability, "sampling probability") == 0.0)
        {
            throw new PrivacyParameterException("sampling probability", samplingProbability, "nothing would be released.", "Give a value above 0.");
        }

        PlanChecks.AtLeastOne(steps, "steps", "Train for at least one step.");
        return new RoundMechanism("dpSgd", sigma => new SampledGaussianEvent(samplingProbability, sigma, steps));
    }

    /// <summary>What one round releases at a noise multiplier.</summary>
    /// <param name="noiseMultiplier">σ. Finite, at least 0.</param>
    public PrivacyEvent Event(double noiseMultiplier) => _eventOf(noiseMultiplier);
}

using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Calibration;

namespace Fdkt.Privacy.Plans;

/// <summary>What each of several equal rounds may spend, so that all of them together keep a total. Immutable.</summary>
/// <param name="Mechanism">What a round releases.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="EpsilonPerRound">ε of one round alone: what its round file asks for. Short enough to be typed.</param>
/// <param name="NoiseMultiplier">σ that calibration finds for that ε.</param>
/// <param name="EpsilonTotal">ε of all rounds and of what was spent before, composed; at most the total that was asked.</param>
/// <param name="Delta">δ of both.</param>
/// <remarks>
/// A round that is calibrated for <paramref name="EpsilonPerRound"/> uses at least the noise of the plan. The same ε per round does not
/// compose to the same total for another mechanism, which is why a plan names one.
/// </remarks>
public sealed record BudgetPlan(
    RoundMechanism Mechanism, int Rounds, double EpsilonPerRound, double NoiseMultiplier, double EpsilonTotal, double Delta)
{
    // Digits of ε per round; rounding down wastes at most a thousandth.
    private const int Digits = 4;

    // Each try asks for this much less. The first one nearly always fits.
    private const double Less = 1e-3;
    private const int Tries = 40;

    /// <summary>Plans equal rounds.</summary>
    /// <param name="mechanism">What a round releases.</param>
    /// <param name="rounds">How many, 1 … 10,000.</param>
    /// <param name="epsilonTotal">Largest ε of everything, finite, above 0.</param>
    /// <param name="delta">δ of everything, in (0, 1); below 1/n for every client.</param>
    /// <param name="spent">What the clients have released before; null for nothing.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range, or nothing is left to spend.</exception>
    public static BudgetPlan For(RoundMechanism mechanism, int rounds, double epsilonTotal, double delta, IReadOnlyList<PrivacyEvent>? spent = null)
    {
        ArgumentNullException.ThrowIfNull(mechanism);
        PlanChecks.AtLeastOne(rounds, "rounds", "Plan for one round or more.");
        if (rounds > 10_000)
        {
            throw new PrivacyParameterException("rounds", rounds, "it must be at most 10000.", "Plan for fewer rounds.");
        }

        IReadOnlyList<PrivacyEvent> before = spent ?? [];
        PrivacyEvent[] All(double sigma) => [.. Enumerable.Repeat(mechanism.Event(sigma), rounds), .. before];
        double together = NoiseCalibration.NoiseMultiplierFor(All, epsilonTotal, delta);
        double alone = PrivacyAccounting.Epsilon([mechanism.Event(together)], delta);
        for (int i = 0; i < Tries && alone > 0.0; i++, alone *= 1.0 - Less)
        {
            // What a round does: it is told an ε and finds its own noise.
            double told = RoundDown(alone);
            double sigma = NoiseCalibration.NoiseMultiplierFor(s => [mechanism.Event(s)], told, delta);
            double total = PrivacyAccounting.Epsilon(All(sigma), delta);
            if (total <= epsilonTotal)
            {
                return new BudgetPlan(mechanism, rounds, told, sigma, total, delta);
            }
        }

        throw new PrivacyParameterException(
            "epsilon", epsilonTotal, "no epsilon per round could be found that keeps it.", "Raise epsilon or delta, or plan fewer rounds.");
    }

    private static double RoundDown(double epsilon)
    {
        double unit = Math.Pow(10.0, Math.Floor(Math.Log10(epsilon)) - (Digits - 1));
        return double.Parse(FormattableString.Invariant($"{Math.Floor(epsilon / unit) * unit:g4}"), System.Globalization.CultureInfo.InvariantCulture);
    }
}

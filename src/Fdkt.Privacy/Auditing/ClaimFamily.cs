using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Auditing;

/// <summary>A claim among claims of its kind, from strong to weak. An audit finds the weakest that it refutes, and names it by its ε.</summary>
public abstract class ClaimFamily
{
    /// <summary>Looks for the weakest claim that is refuted.</summary>
    /// <param name="refutes">Whether a trade-off is refuted. Whoever refutes a claim refutes all stronger ones.</param>
    /// <returns>Its ε; 0 where none is refuted.</returns>
    public abstract double LargestRefuted(Func<ITradeOff, bool> refutes);
}

/// <summary>Gaussian mechanisms of any noise.</summary>
/// <param name="delta">δ at which ε is named, in (0, 1).</param>
public sealed class GaussianClaims(double delta) : ClaimFamily
{
    private const double Tolerance = 1e-6;

    // Noise of a hundredth of the sensitivity hides nothing that an audit could still tell.
    private const double LargestMu = 100.0;

    /// <inheritdoc />
    public override double LargestRefuted(Func<ITradeOff, bool> refutes)
    {
        ArgumentNullException.ThrowIfNull(refutes);
        double low = 0.0;
        double high = LargestMu;
        while (high - low > Tolerance)
        {
            double middle = 0.5 * (low + high);
            (low, high) = refutes(new GaussianTradeOff(middle)) ? (middle, high) : (low, middle);
        }

        return low == 0.0 ? 0.0 : GaussianMechanism.Epsilon(1.0 / low, delta);
    }
}

/// <summary>A mechanism as accounted, with noise that is some factor too small; the claim itself is the one with factor 1.</summary>
/// <remarks>Trade-offs come from the accountant's δ at many ε. Each is computed once, when it is first asked for; thread-safe.</remarks>
public sealed class AccountedClaims : ClaimFamily
{
    // Noise from four times too large to sixteen times too small, in steps of a quarter of an octave.
    private const int StepsPerOctave = 4;
    private const int First = -2 * StepsPerOctave;
    private const int Last = 4 * StepsPerOctave;

    private static readonly double[] Epsilons = [.. Enumerable.Range(0, 81).Select(i => 0.003 * i * i)];

    private readonly Lazy<(ITradeOff TradeOff, double Epsilon)>[] _members;

    /// <param name="events">The events of the mechanism for noise multipliers divided by a factor.</param>
    /// <param name="delta">δ at which ε is named, in (0, 1).</param>
    public AccountedClaims(Func<double, PrivacyEvent> events, double delta)
    {
        ArgumentNullException.ThrowIfNull(events);
        _members =
        [
            .. Enumerable.Range(First, Last - First + 1).Select(step => new Lazy<(ITradeOff, double)>(() =>
            {
                PrivacyEvent[] charged = [events(Math.Pow(2.0, (double)step / StepsPerOctave))];
                double[] deltas = PldAccountant.Deltas(charged, Epsilons);
                return (new ProfileTradeOff([.. Epsilons.Zip(deltas)]), PrivacyAccounting.Epsilon(charged, delta));
            })),
        ];
    }

    /// <inheritdoc />
    public override double LargestRefuted(Func<ITradeOff, bool> refutes)
    {
        ArgumentNullException.ThrowIfNull(refutes);
        int refuted = -1;
        int standing = _members.Length;
        while (standing - refuted > 1)
        {
            int middle = (refuted + standing) / 2;
            (refuted, standing) = refutes(_members[middle].Value.TradeOff) ? (middle, standing) : (refuted, middle);
        }

        return refuted < 0 ? 0.0 : _members[refuted].Value.Epsilon;
    }
}

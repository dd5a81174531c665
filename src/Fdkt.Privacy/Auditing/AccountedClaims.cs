using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Auditing;

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

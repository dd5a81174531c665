namespace Fdkt.Privacy.Ledger;

/// <summary>What a client is willing to spend in its whole life. Immutable, thread-safe.</summary>
public sealed record LedgerLimits
{
    /// <summary>Sets the limits.</summary>
    /// <param name="epsilonTotal">Largest ε of everything ever reserved or committed, composed; finite, above 0.</param>
    /// <param name="delta">δ at which it is composed, in (0, 1); below 1/n for the client's n records.</param>
    /// <exception cref="PrivacyParameterException">A value out of its range.</exception>
    public LedgerLimits(double epsilonTotal, double delta)
    {
        EpsilonTotal = epsilonTotal > 0.0 && double.IsFinite(epsilonTotal)
            ? epsilonTotal
            : throw new PrivacyParameterException("epsilon in total", epsilonTotal, "it must be finite and above 0.", "Give a value such as 8.");
        Delta = delta is > 0.0 and < 1.0
            ? delta
            : throw new PrivacyParameterException("delta", delta, "it must lie above 0 and below 1.", "The default is min(1e-5, n^-1.5) for n records.");
    }

    /// <summary>Largest ε of everything, composed.</summary>
    public double EpsilonTotal { get; }

    /// <summary>δ at which it is composed.</summary>
    public double Delta { get; }
}

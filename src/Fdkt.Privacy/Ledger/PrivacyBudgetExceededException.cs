namespace Fdkt.Privacy.Ledger;

/// <summary>A charge that would spend more than the client allows. Nothing was written.</summary>
public sealed class PrivacyBudgetExceededException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="releaseId">The release that asked.</param>
    /// <param name="spent">ε of all that is charged so far.</param>
    /// <param name="asked">ε of the new charge alone.</param>
    /// <param name="total">ε of both together; +∞ or NaN where it could not be bounded.</param>
    /// <param name="limits">What is allowed.</param>
    public PrivacyBudgetExceededException(string releaseId, double spent, double asked, double total, LedgerLimits limits)
        : base(Words(releaseId, spent, asked, total, limits))
    {
        ReleaseId = releaseId;
        Spent = spent;
        Asked = asked;
        Total = total;
        Limits = limits;
    }

    /// <summary>The release that asked.</summary>
    public string ReleaseId { get; }

    /// <summary>ε of all that is charged so far, at the limits' δ.</summary>
    public double Spent { get; }

    /// <summary>ε of the new charge alone, at the limits' δ.</summary>
    public double Asked { get; }

    /// <summary>ε of both together.</summary>
    public double Total { get; }

    /// <summary>What is allowed.</summary>
    public LedgerLimits Limits { get; }

    private static string Words(string releaseId, double spent, double asked, double total, LedgerLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return FormattableString.Invariant(
            $"Release '{releaseId}' would spend more than is allowed: epsilon {spent:g6} is spent, {asked:g6} is asked, together {total:g6} at delta {limits.Delta:g4}; the limit is {limits.EpsilonTotal:g6}. Ask for less, or let the data owner raise the limit.");
    }
}

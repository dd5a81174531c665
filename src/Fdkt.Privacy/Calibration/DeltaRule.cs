namespace Fdkt.Privacy.Calibration;

/// <summary>Which δ goes with n records.</summary>
/// <remarks>At δ = 1/n, publishing one record at random would pass: such values are refused.</remarks>
public static class DeltaRule
{
    // The customary exponent: a little under 1/n for every n.
    private const double Exponent = -1.1;

    /// <summary>The default, n^-1.1.</summary>
    /// <param name="recordCount">n, at least 2.</param>
    /// <returns>δ in (0, 1/n).</returns>
    /// <exception cref="PrivacyParameterException">Fewer than 2 records.</exception>
    public static double Default(int recordCount) => recordCount >= 2
        ? Math.Pow(recordCount, Exponent)
        : throw new PrivacyParameterException(
            "record count", recordCount, "no delta protects fewer than 2 records.", "Give the client at least 2 private records.");

    /// <summary>Passes an acceptable δ through.</summary>
    /// <param name="delta">δ; acceptable in (0, 1/n).</param>
    /// <param name="recordCount">n, at least 2.</param>
    /// <returns>The same δ.</returns>
    /// <exception cref="PrivacyParameterException">δ at most 0, at least 1/n, or NaN; or fewer than 2 records.</exception>
    public static double Check(double delta, int recordCount)
    {
        double suggested = Default(recordCount);
        return delta > 0.0 && delta < 1.0 / recordCount
            ? delta
            : throw new PrivacyParameterException(
                "delta",
                delta,
                FormattableString.Invariant($"for {recordCount} records it must lie above 0 and below 1/n = {1.0 / recordCount:g4}."),
                FormattableString.Invariant($"The default n^-1.1 is {suggested:g4}."));
    }
}

namespace Fdkt.Privacy.Calibration;

/// <summary>Which δ goes with n records.</summary>
/// <remarks>At δ = 1/n, publishing one record at random would pass: such values are refused.</remarks>
public static class DeltaRule
{
    /// <summary>The default in words.</summary>
    public const string DefaultInWords = "min(1e-5, n^-1.5)";

    // 1/n^1.1, which is customary, lies only a little under 1/n: of 100 records n·δ would be .63, hardly a promise. n^-1.5 makes n·δ small for every n, and
    // 1e-5 keeps the claims of small data comparable with those of large.
    private const double Largest = 1e-5;
    private const double Exponent = -1.5;

    /// <summary>The default, min(1e-5, n^-1.5).</summary>
    /// <param name="recordCount">n, at least 2.</param>
    /// <returns>δ in (0, 1/n).</returns>
    /// <exception cref="PrivacyParameterException">Fewer than 2 records.</exception>
    public static double Default(int recordCount) => recordCount >= 2
        ? Math.Min(Largest, Math.Pow(recordCount, Exponent))
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
                FormattableString.Invariant($"The default {DefaultInWords} is {suggested:g4}."));
    }
}

namespace Fdkt.Privacy;

/// <summary>Checks shared by events, plans and accountants. NaN fails each of them.</summary>
internal static class PrivacyParameters
{
    public static double Probability(double value, string name) => value is >= 0.0 and <= 1.0
        ? value
        : throw new PrivacyParameterException(name, value, "a probability lies in [0, 1].", "Give a value in that range.");

    public static double NoiseMultiplier(double value) => value >= 0.0 && double.IsFinite(value)
        ? value
        : throw new PrivacyParameterException(
            "noise multiplier", value, "it must be finite and at least 0.", "Give the noise standard deviation over the clip norm.");

    public static int Count(int value, string name) => value >= 0
        ? value
        : throw new PrivacyParameterException(name, value, "it must not be negative.", "Give 0 or more.");

    public static double Delta(double value) => value is >= 0.0 and <= 1.0
        ? value
        : throw new PrivacyParameterException("delta", value, "it must lie in [0, 1].", "The default is min(1e-5, n^-1.5) for n records.");

    public static double Epsilon(double value) => value >= 0.0
        ? value
        : throw new PrivacyParameterException("epsilon", value, "it must be at least 0.", "Give a value such as 1, 3 or 8.");
}

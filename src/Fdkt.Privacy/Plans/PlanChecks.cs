namespace Fdkt.Privacy.Plans;

/// <summary>Checks shared by plans. NaN fails.</summary>
internal static class PlanChecks
{
    public static double Positive(double value, string name, string remedy) => value > 0.0 && double.IsFinite(value)
        ? value
        : throw new PrivacyParameterException(name, value, "it must be finite and above 0.", remedy);

    public static int AtLeastOne(int value, string name, string remedy) => value >= 1
        ? value
        : throw new PrivacyParameterException(name, value, "it must be at least 1.", remedy);
}

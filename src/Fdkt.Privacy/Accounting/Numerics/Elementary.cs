namespace Fdkt.Privacy.Accounting.Numerics;

/// <summary>exp(x) − 1 and log(1 + x) with full relative precision near 0, which the base library's forms lack.</summary>
/// <remarks>Kahan's corrections; relative error of a few units in the last place.</remarks>
internal static class Elementary
{
    public static double ExpM1(double x)
    {
        double power = Math.Exp(x);
        if (Math.Abs(x) > 1.0)
        {
            return power - 1.0;
        }

        double difference = power - 1.0;
        return difference == 0.0 ? x : difference * x / Math.Log(power);
    }

    /// <summary>log(exp(x) − 1) for x above 0, also where exp(x) overflows.</summary>
    public static double LogExpMinusOne(double x) => x + Math.Log(-ExpM1(-x));

    /// <summary>log(1 + exp(x)), also where exp(x) overflows.</summary>
    public static double LogOnePlusExp(double x) => Math.Max(0.0, x) + Log1P(Math.Exp(-Math.Abs(x)));

    public static double Log1P(double x)
    {
        double sum = 1.0 + x;
        double difference = sum - 1.0;
        return difference == 0.0 || double.IsInfinity(sum) ? x : sum <= 0.0 ? Math.Log(sum) : Math.Log(sum) * (x / difference);
    }
}

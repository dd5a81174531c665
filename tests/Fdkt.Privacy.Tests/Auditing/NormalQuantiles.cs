using Fdkt.Privacy.Accounting.Numerics;

namespace Fdkt.Privacy.Tests.Auditing;

/// <summary>Scores without chance: standard normal quantiles at (k + .5)/n, by bisection on the law itself.</summary>
internal static class NormalQuantiles
{
    public static double[] Make(int n) => [.. Enumerable.Range(0, n).Select(k =>
    {
        double low = -10;
        double high = 10;
        while (high - low > 1e-13)
        {
            double middle = 0.5 * (low + high);
            (low, high) = new NormalTail(middle).Below < (k + 0.5) / n ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    })];
}

namespace Fdkt.Privacy.Accounting.Numerics;

/// <summary>Searches for the value from which on a condition holds.</summary>
internal static class Bisection
{
    // Of the result.
    private const double Tolerance = 1e-12;

    /// <summary>The smallest value of at least 0 at which a condition holds, to 1e-12 of itself and from above; +∞ where it holds at no finite one.</summary>
    /// <param name="holds">False below the value looked for, true from there on.</param>
    public static double Smallest(Func<double, bool> holds)
    {
        if (holds(0.0))
        {
            return 0.0;
        }

        double low = 0.0;
        double high = 1.0;
        while (!holds(high))
        {
            (low, high) = (high, 2.0 * high);
            if (double.IsInfinity(high))
            {
                return high;
            }
        }

        while (high - low > Tolerance * high)
        {
            double middle = 0.5 * (low + high);
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}

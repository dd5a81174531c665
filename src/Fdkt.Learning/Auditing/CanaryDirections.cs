namespace Fdkt.Learning.Auditing;

/// <summary>
/// Directions in which canaries that share parameters are told apart: orthonormal, and the gradient of canary i has parts along direction i
/// and those before it alone.
/// </summary>
/// <remarks>
/// An auditor who knows all other canaries of a step subtracts them. From the last to the first, what is left along direction k is canary k
/// and noise that no other direction
/// shares, so the canaries of a step are trials of their own. What a canary has in common with those before it is lost to it: the price of
/// sharing. Immutable.
/// </remarks>
internal sealed class CanaryDirections
{
    // Beyond this many deviations a value is no noise: then a canary counts with the strength it shows, as an unclipped one would.
    private const double Implausible = 8.0;

    private readonly double[][] _directions;
    private readonly double[,] _parts;

    /// <param name="gradients">One for each canary, none of them zero or a mix of those before.</param>
    public CanaryDirections(IReadOnlyList<double[]> gradients)
    {
        int count = gradients.Count;
        _directions = new double[count][];
        _parts = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            double length = Math.Sqrt(Dot(gradients[i], gradients[i]));
            double[] rest = [.. gradients[i].Select(value => value / length)];

            // Twice, since once leaves rounding behind.
            for (int k = 0; k < 2 * i; k++)
            {
                double part = Dot(_directions[k % i], rest);
                _parts[k % i, i] += part;
                for (int d = 0; d < rest.Length; d++)
                {
                    rest[d] -= part * _directions[k % i][d];
                }
            }

            _parts[i, i] = Math.Sqrt(Dot(rest, rest));
            _directions[i] = [.. rest.Select(value => value / _parts[i, i])];
        }
    }

    /// <summary>The part of a canary's unit gradient that is its own, in (0, 1].</summary>
    public double Own(int canary) => _parts[canary, canary];

    /// <summary>How much of each canary a noisy sum of unit gradients holds: about 1 for those in it and 0 for the others, with noise of
    /// the given deviation over <see cref="Own"/>.</summary>
    /// <param name="sum">The noisy sum.</param>
    /// <param name="drawn">Which canaries are in it; those after a canary are told to the auditor.</param>
    /// <param name="noise">Standard deviation of the noise that is claimed.</param>
    public double[] Shares(double[] sum, bool[] drawn, double noise)
    {
        var shares = new double[drawn.Length];
        var counted = new double[drawn.Length];
        for (int k = drawn.Length - 1; k >= 0; k--)
        {
            double along = Dot(_directions[k], sum);
            for (int i = k + 1; i < drawn.Length; i++)
            {
                along -= _parts[k, i] * counted[i];
            }

            shares[k] = along / Own(k);
            counted[k] = Math.Abs(shares[k]) > 1.0 + (Implausible * noise / Own(k)) ? shares[k] : drawn[k] ? 1.0 : 0.0;
        }

        return shares;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0.0;
        for (int d = 0; d < a.Length; d++)
        {
            sum += a[d] * b[d];
        }

        return sum;
    }
}

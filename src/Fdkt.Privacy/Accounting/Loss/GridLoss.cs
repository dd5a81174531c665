namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>A discrete law of losses on the points (Start + i)·h, with some mass at infinity.</summary>
/// <param name="Start">Index of the first point; negative for negative losses.</param>
/// <param name="Masses">Mass at each point, each at least 0.</param>
/// <param name="Infinity">Mass at infinite loss.</param>
internal sealed record GridLoss(long Start, double[] Masses, double Infinity)
{
    /// <summary>
    /// log E[exp(λ·loss); loss finite], to bound tails (Chernoff); +∞ where it overflows.
    /// </summary>
    public double LogMoment(double lambda, double step)
    {
        // Horner's rule towards the end with the largest power, so that the factor is below 1 and nothing overflows.
        double factor = Math.Exp(-Math.Abs(lambda) * step);
        double sum = 0.0;
        if (lambda > 0.0)
        {
            for (int i = 0; i < Masses.Length; i++)
            {
                sum = (sum * factor) + Masses[i];
            }

            return Math.Log(sum) + (lambda * step * (Start + Masses.Length - 1));
        }

        for (int i = Masses.Length - 1; i >= 0; i--)
        {
            sum = (sum * factor) + Masses[i];
        }

        return Math.Log(sum) + (lambda * step * Start);
    }
}

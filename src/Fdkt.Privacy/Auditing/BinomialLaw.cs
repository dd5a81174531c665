namespace Fdkt.Privacy.Auditing;

/// <summary>The binomial law with all its probabilities at hand.</summary>
internal sealed class BinomialLaw
{
    private readonly double[] _logFactorials;

    /// <param name="largest">The largest number of coins that will be asked for.</param>
    public BinomialLaw(int largest)
    {
        _logFactorials = new double[largest + 1];
        for (int i = 2; i <= largest; i++)
        {
            _logFactorials[i] = _logFactorials[i - 1] + Math.Log(i);
        }
    }

    /// <summary>P(Bin(coins, p) = k) for k = 0 … coins, in <paramref name="probabilities"/>. p lies inside (0, 1).</summary>
    public void Fill(Span<double> probabilities, int coins, double p)
    {
        for (int k = 0; k <= coins; k++)
        {
            probabilities[k] = Probability(k, coins, Math.Log(p), Math.Log(1.0 - p));
        }
    }

    /// <summary>P(Bin(coins, p) ≥ count). p lies inside (0, 1).</summary>
    public double AtLeast(int count, int coins, double p)
    {
        double sum = 0.0;
        for (int k = coins; k >= count; k--)
        {
            sum += Probability(k, coins, Math.Log(p), Math.Log(1.0 - p));
        }

        return sum;
    }

    private double Probability(int k, int coins, double logYes, double logNo) =>
        Math.Exp(_logFactorials[coins] - _logFactorials[k] - _logFactorials[coins - k] + (k * logYes) + ((coins - k) * logNo));
}

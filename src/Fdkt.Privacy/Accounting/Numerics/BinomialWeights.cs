namespace Fdkt.Privacy.Accounting.Numerics;

/// <summary>The binomial law in logarithms.</summary>
internal static class BinomialWeights
{
    /// <summary>log P(Bin(n, p) = i) for i = 0 … n; −∞ where the probability is 0.</summary>
    /// <param name="n">Coins, at least 0.</param>
    /// <param name="p">Probability in [0, 1].</param>
    public static double[] Log(int n, double p)
    {
        double logP = Math.Log(p);
        double logRest = Elementary.Log1P(-p);
        var weights = new double[n + 1];
        double logBinomial = 0.0;
        for (int i = 0; i <= n; i++)
        {
            weights[i] = logBinomial + Times(i, logP) + Times(n - i, logRest);
            logBinomial += Math.Log((n - i) / (i + 1.0));
        }

        return weights;
    }

    // 0 · log 0 is log 0^0 = 0.
    private static double Times(int count, double log) => count == 0 ? 0.0 : count * log;
}

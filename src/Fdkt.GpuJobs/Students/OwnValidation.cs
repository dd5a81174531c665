using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Students;

/// <summary>Own rows dealt to folds, each class over all of them.</summary>
/// <param name="HeldOut">Per fold the rows it tests on.</param>
/// <param name="Kept">Per fold the rows it trains on.</param>
internal sealed record OwnFolds(IReadOnlyList<int[]> HeldOut, IReadOnlyList<int[]> Kept)
{
    public static OwnFolds Of(LabelledStates own, int folds, int seed)
    {
        int[] fold = StratifiedFolds.Assign(own.Labels, folds, seed);
        int[] rows = [.. Enumerable.Range(0, own.Count)];
        int[][] heldOut = [.. Enumerable.Range(0, folds).Select(k => rows.Where(i => fold[i] == k).ToArray()).Where(held => held.Length > 0 && held.Length < own.Count)];
        return new OwnFolds(heldOut, [.. heldOut.Select(held => rows.Except(held).ToArray())]);
    }
}

/// <summary>How a head did on own rows that it had not seen, row by row. It stays with the client.</summary>
internal sealed class OwnValidation
{
    // A row that a head is sure to have right and has not must not decide all.
    private const double MostLoss = 5;

    private readonly double[] _losses;

    private OwnValidation(double[] losses, bool[] right) => (_losses, Right) = (losses, right);

    /// <summary>Sum of the log-losses, each bounded, under the client's own class mix.</summary>
    public double Loss => _losses.Sum();

    /// <summary>Per row tested, whether the head had it right among all classes, with no regard to the client's own mix.</summary>
    public IReadOnlyList<bool> Right { get; }

    /// <summary>Rows tested.</summary>
    public int Count => _losses.Length;

    public static OwnValidation Of(LabelledStates own, OwnFolds folds, IReadOnlyList<SoftmaxHead> heads, double[] ownOdds)
    {
        var losses = new List<double>();
        var right = new List<bool>();
        for (int k = 0; k < folds.HeldOut.Count; k++)
        {
            SoftmaxHead adapted = heads[k].WithOdds(ownOdds);
            foreach (int i in folds.HeldOut[k])
            {
                double p = adapted.Predict([own.States[i]])[0][own.Labels[i]];
                losses.Add(Math.Min(MostLoss, -Math.Log(Math.Max(p, 1e-9))));
                double[] plain = heads[k].Predict([own.States[i]])[0];
                right.Add(Array.IndexOf(plain, plain.Max()) == own.Labels[i]);
            }
        }

        return new OwnValidation([.. losses], [.. right]);
    }

    /// <summary>Whether the losses of this one are lower by more than so many standard errors of the difference.</summary>
    public bool BetterThan(OwnValidation other, double standardErrors)
    {
        (double mean, double error) = Difference(other);
        return mean > standardErrors * error;
    }

    /// <summary>By how much the losses of the other are higher, per row, and the standard error of that.</summary>
    public (double Mean, double StandardError) Difference(OwnValidation other)
    {
        if (Count == 0)
        {
            return (0, 0);
        }

        double[] gains = [.. _losses.Zip(other._losses, (mine, theirs) => theirs - mine)];
        double mean = gains.Average();
        return (mean, Count == 1 ? 0 : Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (Count - 1) / Count));
    }
}

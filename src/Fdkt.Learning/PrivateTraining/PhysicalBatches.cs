using Fdkt.Learning.Models;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>Cuts the drawn records into passes through the model, texts of like length together, so that little of a pass is padding.</summary>
/// <remarks>Which records share a pass changes time and memory, never what is released: every record is clipped on its own and the sums add up.</remarks>
internal static class PhysicalBatches
{
    /// <summary>What a pass costs besides its tokens, in tokens: a fixed number of calls into the tensor library.</summary>
    private const int PassCost = 64;

    /// <summary>Rows of a pass: the records and as many masked fillers as make a multiple of an eighth of the largest pass.</summary>
    /// <param name="records">Records of the pass, at most <paramref name="mostRows"/>.</param>
    /// <param name="mostRows">Rows of the largest pass.</param>
    public static int Rows(int records, int mostRows)
    {
        int step = Math.Max(1, mostRows / 8);
        return Math.Min(mostRows, (records + step - 1) / step * step);
    }

    /// <summary>Tokens of a record as the model sees it: cut to the longest it takes, after the prefix.</summary>
    public static int LengthOf(PrivateRecord record, DecoderConfig config) => Math.Min(record.Tokens.Length, config.MaximumLength) + config.PrefixLength;

    /// <summary>The cheapest cut; of equal ones that with the longest last pass.</summary>
    /// <param name="drawn">Records of the logical batch; may be empty.</param>
    /// <param name="lengths">Tokens of every record, as the model sees them.</param>
    /// <param name="mostRows">Rows of the largest pass. At least 1.</param>
    /// <returns>The records of each pass, shortest texts first.</returns>
    public static IReadOnlyList<int[]> Cut(int[] drawn, int[] lengths, int mostRows)
    {
        int[] sorted = [.. drawn.OrderBy(i => lengths[i])];

        // By number of records: what the cheapest cut of that many of the shortest costs, and where its last pass begins.
        List<(double Cost, int First)> cuts = [default];
        for (int end = 1; end <= sorted.Length; end++)
        {
            (double Cost, int First) cheapest = (double.PositiveInfinity, end);
            for (int first = Math.Max(0, end - mostRows); first < end; first++)
            {
                double cost = cuts[first].Cost + PassCost + ((double)Rows(end - first, mostRows) * lengths[sorted[end - 1]]);
                if (cost < cheapest.Cost)
                {
                    cheapest = (cost, first);
                }
            }

            cuts.Add(cheapest);
        }

        var passes = new List<int[]>();
        for (int end = sorted.Length; end > 0; end = cuts[end].First)
        {
            passes.Insert(0, sorted[cuts[end].First..end]);
        }

        return passes;
    }
}

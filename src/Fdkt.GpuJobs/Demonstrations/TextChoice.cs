using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Demonstrations;

/// <summary>Public texts with a class and how sure of it their judge was. Says nothing of who judged.</summary>
/// <param name="Labels">Per public text the class that claims it most.</param>
/// <param name="Margins">Per public text the lead of that class over the next.</param>
/// <param name="Nearest">Per class the public text nearest to it, whichever class claims that text.</param>
public sealed record TextChoice(IReadOnlyList<int> Labels, IReadOnlyList<double> Margins, IReadOnlyList<int> Nearest)
{
    /// <summary>Number of classes.</summary>
    public int Classes => Nearest.Count;

    /// <summary>Judges every public text.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="score">Scores of a state, one per class; the greater the surer.</param>
    /// <returns>The judgement.</returns>
    public static TextChoice By(PublicCorpus corpus, int classes, Func<float[], double[]> score)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(score);
        var labels = new int[corpus.States.Count];
        var margins = new double[labels.Length];
        int[] nearest = new int[classes];
        double[] highest = [.. Enumerable.Repeat(double.NegativeInfinity, classes)];
        for (int i = 0; i < labels.Length; i++)
        {
            double[] scores = score(corpus.States[i]);
            double best = double.NegativeInfinity, next = double.NegativeInfinity;
            for (int c = 0; c < scores.Length; c++)
            {
                if (scores[c] > highest[c])
                {
                    (highest[c], nearest[c]) = (scores[c], i);
                }

                if (scores[c] > best)
                {
                    (next, best, labels[i]) = (best, scores[c], c);
                }
                else if (scores[c] > next)
                {
                    next = scores[c];
                }
            }

            margins[i] = scores.Length == 1 ? best : best - next;
        }

        return new TextChoice(labels, margins, nearest);
    }

    /// <summary>Judges every public text with a head.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="head">The head.</param>
    /// <returns>The judgement.</returns>
    public static TextChoice By(PublicCorpus corpus, SoftmaxHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return By(corpus, head.Classes, state => head.Predict([state])[0]);
    }

    /// <summary>Per class the surest part of the texts it claims, the surest first; of more than is wanted, evenly over that order, so that not all look alike.</summary>
    /// <param name="part">Part of the texts of a class that is taken, in (0, 1].</param>
    /// <param name="most">Most texts of a class.</param>
    /// <returns>Numbers of public texts, class by class.</returns>
    public int[][] Surest(double part, int most)
    {
        var claimed = Enumerable.Range(0, Labels.Count).GroupBy(i => Labels[i]).ToDictionary(group => group.Key, group => group.OrderByDescending(i => Margins[i]).ToArray());
        return [.. Enumerable.Range(0, Classes).Select(c => claimed.TryGetValue(c, out int[]? ranked) ? Taken(ranked, part, most) : [])];
    }

    /// <summary>The same texts as states to learn from.</summary>
    /// <param name="corpus">The texts that were judged.</param>
    /// <param name="part">Part of the texts of a class that is taken, in (0, 1].</param>
    /// <param name="most">Most texts of a class.</param>
    /// <returns>The states with their class.</returns>
    public LabelledStates States(PublicCorpus corpus, double part, int most)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        int[][] chosen = Surest(part, most);
        int[] all = [.. chosen.SelectMany(texts => texts)];
        return new LabelledStates([.. all.Select(i => corpus.States[i])], [.. all.Select(i => Labels[i])], Classes, [.. all.Select(i => corpus.Texts[i])]);
    }

    private static int[] Taken(int[] ranked, double part, int most)
    {
        int wanted = Math.Max(1, (int)Math.Round(ranked.Length * part));
        return wanted <= most ? ranked[..wanted] : [.. Enumerable.Range(0, most).Select(k => ranked[(int)((long)k * wanted / most)])];
    }
}

using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Synthesis;

/// <summary>Turns a differentially private release into demonstrations: public codes that the release gives to a class, written out by the public model.</summary>
/// <remarks>Post-processing: private rows are not an argument of anything here.</remarks>
public static class DemoSampler
{
    /// <summary>Part of a class's codes, by score, that demonstrations are drawn from.</summary>
    private const double Confident = 0.6;

    /// <summary>Samples demonstrations for every class.</summary>
    /// <param name="model">The public model.</param>
    /// <param name="scorer">What the release says.</param>
    /// <param name="options">How many and how.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="cancellationToken">Checked before every token.</param>
    /// <returns>The demonstrations. Every class has some, the best there are, however weak its release.</returns>
    public static DemoSet Sample(PublicModel model, ILabelScorer scorer, DemoOptions options, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(options);
        var random = new Random(options.Seed);
        float[][][] pools = Pools(model, scorer, options);
        int[] labels = options.LabelsToSample(scorer.Classes);
        float[][] codes = [.. labels.Select(label => pools[label][random.Next(pools[label].Length)])];
        var writer = new CodeWriter(model, maximumTokens: options.MaximumTokens);
        WrittenText[] texts = writer.Write(codes, options.Temperature, options.TopK, options.TopP, options.Seed, progress, cancellationToken);
        double[] margins = [.. Enumerable.Range(0, texts.Length).AsParallel().AsOrdered()
            .Select(i => DemoVote.Margin(scorer.Score(model.Encoder.Encode(texts[i].Text)), labels[i]))];
        return DemoVote.Select(labels, texts, margins, options);
    }

    /// <summary>Per class the codes it may draw from: those it claims, best first, or the best of all where it claims too few.</summary>
    private static float[][][] Pools(PublicModel model, ILabelScorer scorer, DemoOptions options)
    {
        double[][] scores = [.. model.Codes.AsParallel().AsOrdered().Select(code => scorer.Score(code))];
        return [.. Enumerable.Range(0, scorer.Classes).Select(label =>
        {
            int[] ranked = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => DemoVote.Margin(scores[i], label))];
            int claimed = ranked.TakeWhile(i => DemoVote.Margin(scores[i], label) > 0).Count();
            // Few distinct codes would make few distinct texts: take at least a tenth of what is wanted.
            int wanted = (int)Math.Ceiling(options.Wanted(label) * options.Oversampling);
            int count = Math.Clamp((int)(claimed * Confident), Math.Min(ranked.Length, Math.Max(10, wanted / 10)), ranked.Length);
            return ranked.Take(count).Select(i => model.Codes[i]).ToArray();
        })];
    }
}

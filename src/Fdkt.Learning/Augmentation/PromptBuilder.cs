using Fdkt.Learning.Clustering;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>Builds few-shot prompts: the same number per class, spread evenly over the clusters of its demonstrations.</summary>
internal static class PromptBuilder
{
    /// <summary>Prompts for every class.</summary>
    public static async Task<IReadOnlyList<FewShotPrompt>> FewShotAsync(
        ITextEncoder embedder, IReadOnlyList<Example> demos, PromptTask task, int perLabel, AugmentationOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        var prompts = new List<FewShotPrompt>();
        foreach (IGrouping<int, Example> group in demos.GroupBy(demo => demo.Label).OrderBy(group => group.Key))
        {
            string[] texts = [.. group.Select(demo => demo.Text)];
            float[][] encodings = await embedder.EncodeAsync(texts, EncodingMode.Batched, cancellationToken).ConfigureAwait(false);
            Clusters clusters = SphericalKMeans.Fit(encodings, (texts.Length + options.SamplesPerCluster - 1) / options.SamplesPerCluster, options.Seed);
            int[][] members = [.. Enumerable.Range(0, texts.Length).GroupBy(i => clusters.Assignment[i]).OrderBy(cluster => cluster.Key).Select(cluster => cluster.ToArray())];
            for (int i = 0; i < perLabel; i++)
            {
                int[] cluster = members[i % members.Length];
                int first = cluster[random.Next(cluster.Length)];
                prompts.Add(new FewShotPrompt(group.Key, Shots(texts, encodings, first, cluster, options.ShotsPerLabel, random), task));
            }
        }

        return prompts;
    }

    /// <summary>Prompts without demonstrations.</summary>
    public static IReadOnlyList<FewShotPrompt> ZeroShot(PromptTask task, int perLabel) =>
        [.. task.Labels.SelectMany((_, index) => Enumerable.Repeat(new FewShotPrompt(index, [], task), perLabel))];

    /// <summary>A demonstration with others of its cluster; a cluster too small is filled from the closest of the class.</summary>
    private static string[] Shots(string[] texts, float[][] encodings, int first, int[] cluster, int count, Random random)
    {
        int[] others = [.. cluster.Where(i => i != first)];
        random.Shuffle(others);
        IEnumerable<int> closest = others.Length >= count - 1
            ? []
            : Enumerable.Range(0, texts.Length).Where(i => !cluster.Contains(i)).OrderByDescending(i => VectorMath.Dot(encodings[i], encodings[first])).Take(count);
        return [.. new[] { first }.Concat(others).Concat(closest).Take(count).Select(i => texts[i])];
    }
}

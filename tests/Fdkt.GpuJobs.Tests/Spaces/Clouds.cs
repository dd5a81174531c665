using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;

namespace Fdkt.GpuJobs.Tests.Spaces;

/// <summary>States of texts that lie in clouds, one per class, as those of an encoder do.</summary>
internal static class Clouds
{
    public const int Length = 24;

    /// <summary>States of one class after another.</summary>
    public static float[][] States(int count, int classes, int seed, double spread = 0.7)
    {
        float[][] centres = [.. Enumerable.Range(0, classes).Select(c => Vector(new Random(1000 + c), 1))];
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Unit([.. centres[i % classes].Zip(Vector(random, spread), (centre, noise) => centre + noise)]))];
    }

    public static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i % classes)];

    /// <summary>A public corpus whose texts are their number and the class they come from.</summary>
    public static PublicCorpus Corpus(int count, int classes, double spread = 0.7) => PublicCorpus.Of(
        [.. Enumerable.Range(0, count).Select(i => $"this is the text of class {i % classes} with the number {i}")], States(count, classes, 1, spread), "encoder");

    /// <summary>Rows in the space of a corpus.</summary>
    public static LabelledStates Rows(PublicCorpus corpus, int count, int classes, int seed, double spread = 0.7) =>
        new(corpus.Space.Project(States(count, classes, seed, spread)), Labels(count, classes), classes);

    private static float[] Vector(Random random, double length) => [.. Unit([.. Enumerable.Range(0, Length).Select(_ => (float)(random.NextDouble() - 0.5))]).Select(value => (float)(value * length))];

    private static float[] Unit(float[] vector)
    {
        float length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }
}

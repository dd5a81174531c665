using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Clustering;

/// <summary>k-means on unit vectors by cosine similarity (Dhillon, Modha 2001), started by k-means++.</summary>
public static class SphericalKMeans
{
    private const int MaximumIterations = 30;

    /// <summary>Clusters points.</summary>
    /// <param name="points">Unit vectors of one length; zero vectors are allowed and join any cluster.</param>
    /// <param name="clusters">How many; reduced to the number of points. At least 1.</param>
    /// <param name="seed">Seed of the start.</param>
    /// <returns>Centroids of unit length and the cluster of each point. No cluster is empty unless points coincide.</returns>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public static Clusters Fit(IReadOnlyList<float[]> points, int clusters, int seed)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        if (points.Count == 0)
        {
            throw new ArgumentException("There is nothing to cluster.", nameof(points));
        }

        var random = new Random(seed);
        float[][] centroids = Start(points, Math.Min(clusters, points.Count), random);
        int[] assignment = new int[points.Count];
        Array.Fill(assignment, -1);
        for (int iteration = 0; iteration < MaximumIterations; iteration++)
        {
            int[] next = Assign(points, centroids);
            if (next.AsSpan().SequenceEqual(assignment))
            {
                break;
            }

            assignment = next;
            centroids = Update(points, assignment, centroids, random);
        }

        return new Clusters(centroids, Assign(points, centroids));
    }

    /// <summary>The centroid closest to each point.</summary>
    internal static int[] Assign(IReadOnlyList<float[]> points, IReadOnlyList<float[]> centroids)
    {
        var result = new int[points.Count];
        Parallel.For(0, points.Count, i => result[i] = Nearest(points[i], centroids));
        return result;
    }

    /// <summary>Index of the centroid with the largest inner product; the lowest on a tie.</summary>
    internal static int Nearest(float[] point, IReadOnlyList<float[]> centroids)
    {
        int best = 0;
        float highest = float.NegativeInfinity;
        for (int c = 0; c < centroids.Count; c++)
        {
            float similarity = VectorMath.Dot(point, centroids[c]);
            if (similarity > highest)
            {
                (best, highest) = (c, similarity);
            }
        }

        return best;
    }

    private static float[][] Start(IReadOnlyList<float[]> points, int clusters, Random random)
    {
        var centroids = new List<float[]> { points[random.Next(points.Count)] };
        double[] distance = [.. points.Select(point => Distance(point, centroids[0]))];
        while (centroids.Count < clusters)
        {
            double target = random.NextDouble() * distance.Sum();
            int chosen = 0;
            while (chosen < points.Count - 1 && (target -= distance[chosen]) > 0)
            {
                chosen++;
            }

            float[] centroid = points[chosen];
            centroids.Add(centroid);
            Parallel.For(0, points.Count, i => distance[i] = Math.Min(distance[i], Distance(points[i], centroid)));
        }

        return [.. centroids];
    }

    private static double Distance(float[] a, float[] b) => Math.Max(0, 1 - VectorMath.Dot(a, b));

    private static float[][] Update(IReadOnlyList<float[]> points, int[] assignment, float[][] previous, Random random)
    {
        int dimension = points[0].Length;
        float[][] sums = [.. previous.Select(_ => new float[dimension])];
        var counts = new int[previous.Length];
        for (int i = 0; i < points.Count; i++)
        {
            VectorMath.Add(sums[assignment[i]], points[i]);
            counts[assignment[i]]++;
        }

        for (int c = 0; c < sums.Length; c++)
        {
            if (counts[c] == 0 || !VectorMath.Normalize(sums[c]))
            {
                // An emptied cluster starts again elsewhere.
                sums[c] = [.. points[random.Next(points.Count)]];
            }
        }

        return sums;
    }
}

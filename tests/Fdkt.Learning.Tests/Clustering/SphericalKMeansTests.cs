using Fdkt.Learning.Clustering;
using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Tests.Clustering;

public sealed class SphericalKMeansTests
{
    [Fact]
    public void Fit_Points_GivesUnitCentroidsAndTheNearestOfThem()
    {
        float[][] points = Random(200, 5, 1);

        Clusters clusters = SphericalKMeans.Fit(points, 7, 0);

        Assert.Equal(7, clusters.Centroids.Count);
        Assert.All(clusters.Centroids, centroid => Assert.Equal(1, VectorMath.Dot(centroid, centroid), 4));
        Assert.All(points.Index(), point => Assert.Equal(
            clusters.Centroids.Max(centroid => VectorMath.Dot(point.Item, centroid)), VectorMath.Dot(point.Item, clusters.Centroids[clusters.Assignment[point.Index]])));
    }

    [Fact]
    public void Fit_ThreeSeparateGroups_FindsThem()
    {
        var random = new Random(3);
        float[][] points = [.. Enumerable.Range(0, 60).Select(i => Unit([.. Enumerable.Range(0, 3).Select(d => (d == i % 3 ? 1 : 0) + (float)random.NextDouble() * 0.1f)]))];

        Clusters clusters = SphericalKMeans.Fit(points, 3, 5);

        Assert.Equal(3, clusters.Assignment.Zip(Enumerable.Range(0, 60).Select(i => i % 3)).Distinct().Count());
    }

    [Fact]
    public void Fit_MoreClustersThanPoints_GivesOnePerPoint()
    {
        Clusters clusters = SphericalKMeans.Fit(Random(4, 3, 2), 9, 0);

        Assert.Equal(4, clusters.Centroids.Count);
        Assert.Equal(4, clusters.Assignment.Distinct().Count());
    }

    [Fact]
    public void Fit_CoincidingPoints_EndsWithUnitCentroids()
    {
        Clusters clusters = SphericalKMeans.Fit([.. Enumerable.Repeat<float[]>([0.6f, 0.8f], 10)], 3, 0);

        Assert.All(clusters.Centroids, centroid => Assert.Equal(1, VectorMath.Dot(centroid, centroid), 4));
        Assert.Single(clusters.Assignment.Distinct());
    }

    [Fact]
    public void Fit_ZeroVectorsAmongPoints_JoinSomeCluster()
    {
        Clusters clusters = SphericalKMeans.Fit([[1, 0], [0, 0], [0, 1], [0, 0]], 2, 0);

        Assert.All(clusters.Assignment, cluster => Assert.InRange(cluster, 0, 1));
    }

    [Fact]
    public void Fit_OnePoint_IsItsOwnCentroid() => Assert.Equal([1, 0], SphericalKMeans.Fit([[1, 0]], 5, 0).Centroids.Single());

    [Fact]
    public void Fit_SameSeed_GivesTheSame() => Assert.Equal(SphericalKMeans.Fit(Random(50, 4, 1), 5, 8).Assignment, SphericalKMeans.Fit(Random(50, 4, 1), 5, 8).Assignment);

    [Fact]
    public void Fit_NoPoints_Throws() => Assert.Throws<ArgumentException>(() => SphericalKMeans.Fit([], 2, 0));

    private static float[][] Random(int count, int size, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Unit([.. Enumerable.Range(0, size).Select(_ => (float)(random.NextDouble() - 0.5))]))];
    }

    private static float[] Unit(float[] vector)
    {
        VectorMath.Normalize(vector);
        return vector;
    }
}

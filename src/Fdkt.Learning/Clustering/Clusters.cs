namespace Fdkt.Learning.Clustering;

/// <summary>A clustering.</summary>
/// <param name="Centroids">Unit vectors.</param>
/// <param name="Assignment">Cluster of each point, in the order of the points.</param>
public sealed record Clusters(IReadOnlyList<float[]> Centroids, IReadOnlyList<int> Assignment);

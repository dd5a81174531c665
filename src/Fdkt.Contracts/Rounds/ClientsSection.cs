namespace Fdkt.Contracts.Rounds;

/// <summary>Who holds the private rows.</summary>
/// <param name="Count">Number of clients, at least 1; default 1.</param>
/// <param name="Records">Private rows of each client, at least 2; left out, the private rows are shared evenly.</param>
/// <param name="Partition">How rows are dealt; default iid.</param>
/// <param name="Alpha">Concentration of the Dirichlet partition, above 0; smaller means more skew. Default 0.5; unused by iid.</param>
public sealed record ClientsSection(int Count = 1, int? Records = null, PartitionKind Partition = PartitionKind.Iid, double Alpha = 0.5);

using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Reports;

/// <summary>One client. Its class counts are private and are left out on purpose.</summary>
/// <param name="Name">Such as "client-1".</param>
/// <param name="Records">Private records it holds; public by assumption.</param>
/// <param name="Accuracy">Mean test accuracy over seeds of each method, in [0, 1].</param>
/// <param name="Epsilon">ε it spent in one seed.</param>
public sealed record ClientReport(string Name, int Records, IReadOnlyDictionary<Comparison, double> Accuracy, double Epsilon);

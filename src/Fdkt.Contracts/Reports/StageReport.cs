namespace Fdkt.Contracts.Reports;

/// <summary>What one stage took in, kept and dropped. Counts only of data that is public or differentially private.</summary>
/// <param name="Name">Such as "filter".</param>
/// <param name="In">Items it took in.</param>
/// <param name="Kept">Items that left it.</param>
/// <param name="Dropped">Items dropped, by reason; empty where nothing was.</param>
/// <param name="Seconds">Time it took, summed over clients and seeds.</param>
/// <param name="Tokens">Tokens trained on or generated; 0 where there are none.</param>
public sealed record StageReport(string Name, long In, long Kept, IReadOnlyDictionary<string, long> Dropped, double Seconds, long Tokens);

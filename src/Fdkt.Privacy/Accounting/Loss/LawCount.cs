namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>A loss law and the number of releases that have it.</summary>
internal readonly record struct LawCount(LossLaw Law, long Count);

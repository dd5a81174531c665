namespace Fdkt.Learning.Augmentation;

/// <summary>What a stage took in, kept and dropped.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="In">Texts taken in.</param>
/// <param name="Kept">Texts handed on.</param>
/// <param name="Dropped">Texts dropped, by reason. In − Kept = the sum.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Tokens">Tokens generated.</param>
public sealed record StageCount(string Name, long In, long Kept, IReadOnlyDictionary<string, long> Dropped, double Seconds, long Tokens);

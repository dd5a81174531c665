using Fdkt.Learning.Students;

namespace Fdkt.Learning.Synthesis;

/// <summary>Demonstrations made from released values, and what became of the texts sampled for them.</summary>
/// <param name="Demos">Kept texts with their class.</param>
/// <param name="Sampled">Texts sampled.</param>
/// <param name="Empty">Dropped: nothing but blanks.</param>
/// <param name="OutVoted">Dropped: another class claims the text more strongly.</param>
/// <param name="Surplus">Dropped: more than was wanted of the class.</param>
/// <param name="Tokens">Tokens generated.</param>
public sealed record DemoSet(IReadOnlyList<Example> Demos, int Sampled, int Empty, int OutVoted, int Surplus, long Tokens);

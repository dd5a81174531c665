namespace Fdkt.Learning.PrivateTraining;

/// <summary>What private training releases, besides the model it changed in place.</summary>
/// <param name="ClassPrompts">One code of Z values per label; empty vectors for a model without conditioning.</param>
/// <param name="TrainedValues">Number of values that were trained, and got noise.</param>
/// <param name="Steps">Noisy steps taken: all of the plan.</param>
public sealed record DpTrainingResult(IReadOnlyList<float[]> ClassPrompts, long TrainedValues, int Steps);

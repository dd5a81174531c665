using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>Augmented text and the count of every stage.</summary>
/// <param name="Texts">New texts with the class they were asked for.</param>
/// <param name="Stages">In the order they ran.</param>
public sealed record AugmentationResult(IReadOnlyList<Example> Texts, IReadOnlyList<StageCount> Stages);

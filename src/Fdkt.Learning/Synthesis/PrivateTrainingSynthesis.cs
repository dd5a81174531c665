using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Synthesis;

internal static class PrivateTrainingSynthesis
{
    public static ClientRelease Release(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, MechanismChoice choice, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{choice.Mechanism} {model.Codes.Count} {rows.Count} {classes} {options.Delta} {random} {progress} {cancellationToken}");
}

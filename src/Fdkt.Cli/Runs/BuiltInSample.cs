using Fdkt.Contracts.Rounds;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

internal static class BuiltInSample
{
    public const string Name = "sample";
    public static string ModelFolder => Path.Combine(AppContext.BaseDirectory, "sample-model");
    public static int PublicRows => 0;
    public static RunInputs Inputs() => throw new InvalidOperationException("sample");
    public static RoundFile Complete(RoundFile round) => round;
    public static IReadOnlyList<string> PublicTexts() => [];
    public static PublicModelOptions PretrainingOptions(PretrainingSection section) => RoundOptions.PublicModel(section);
}

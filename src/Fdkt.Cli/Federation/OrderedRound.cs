using Fdkt.Cli.Errors;
using Fdkt.Cli.Files;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.Cli.Federation;

/// <summary>Round files of orders: no data is read for them, so the labels must be listed.</summary>
internal static class OrderedRound
{
    private const long LargestBytes = 4 * 1024 * 1024;

    /// <summary>Reads and checks a round file.</summary>
    /// <param name="path">As it was named; null means the built-in sample.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <exception cref="RoundFileException">A value cannot be used.</exception>
    /// <exception cref="UserErrorException">The file is missing, or lists no labels.</exception>
    public static RoundFile Read(string? path, string baseDirectory) => WithLabels(
        path is null ? BuiltInSample.Round : RoundFileReader.Read(Bytes(path, baseDirectory), given => BuiltInSample.Suits(given) ? BuiltInSample.Round : new RoundFile()).File);

    private static byte[] Bytes(string path, string baseDirectory)
    {
        byte[] bytes = UserFile.Read(path, baseDirectory, LargestBytes, "round file", "Check the path.");
        TableGuess.Check(path, bytes);
        return bytes;
    }

    /// <summary>The round, which must list its labels.</summary>
    /// <exception cref="UserErrorException">It lists no labels.</exception>
    public static RoundFile WithLabels(RoundFile round) => round.Task.Labels is not null
        ? round
        : throw new UserErrorException(
            ExitCode.InvalidInput, "task.labels: they are not listed", "A federation cannot take them from the data, which stays with the clients: list them in the round file.");
}

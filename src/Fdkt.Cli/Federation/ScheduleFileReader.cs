using Fdkt.Cli.Errors;
using Fdkt.Cli.Files;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Cli.Federation;

/// <summary>Reads the file of <c>fdkt orchestrator --schedule</c>.</summary>
internal static class ScheduleFileReader
{
    private const long LargestBytes = 1024 * 1024;

    /// <summary>Reads the schedules and the round files they name.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <param name="model">Fingerprint of the public model of entries that name none.</param>
    /// <exception cref="UserErrorException">A file is missing or cannot be used.</exception>
    public static IReadOnlyList<RoundSchedule> Read(string path, string baseDirectory, string model)
    {
        byte[] bytes = UserFile.Read(path, baseDirectory, LargestBytes, "schedule file", "See docs/federation.md for its form.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path, baseDirectory))!;
        try
        {
            return ScheduleFile.Read(bytes, round => OrderedRound.Read(round, folder), model);
        }
        catch (RefusedException error)
        {
            throw new UserErrorException(ExitCode.InvalidInput, $"{path}: {error.Message.TrimEnd('.')}", "See docs/federation.md for the form of a schedule file.", error);
        }
    }
}

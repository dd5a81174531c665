using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.FunctionApp;

/// <summary>Reads <c>schedules/schedules.json</c> of the package that is deployed, and the round files beside it. Without the file no round starts by itself.</summary>
internal static class AppSchedules
{
    private const string Folder = "schedules";
    private const string FileName = "schedules.json";

    /// <summary>Reads the schedules of an app.</summary>
    /// <param name="root">The app's folder.</param>
    /// <exception cref="RefusedException">The file, or one that it names, cannot be used; the app does not start.</exception>
    public static IReadOnlyList<RoundSchedule> Read(string root)
    {
        string folder = Path.Combine(root, Folder);
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? ScheduleFile.Read(File.ReadAllBytes(path), round => Round(folder, round), model: null) : [];
    }

    private static RoundFile Round(string folder, string? path)
    {
        if (path is null)
        {
            throw new RefusedException(ReasonCode.MalformedJson, "A schedule of the function app names a round file; the built-in sample is not there.");
        }

        try
        {
            return RoundFileReader.Read(File.ReadAllBytes(Path.Combine(folder, path))).File;
        }
        catch (Exception error) when (error is RoundFileException or IOException)
        {
            throw new RefusedException(ReasonCode.MalformedJson, $"Round file {path} of a schedule cannot be used: {error.Message}", error);
        }
    }
}

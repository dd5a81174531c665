using Fdkt.Cli.Errors;
using Fdkt.Cli.Files;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Cli.Federation;

/// <summary>The file of <c>fdkt orchestrator --schedule</c>.</summary>
/// <param name="SchemaVersion">Version of the file: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Schedules">The schedules.</param>
internal sealed record ScheduleFile(int SchemaVersion, IReadOnlyList<ScheduleEntry> Schedules)
{
    public const int CurrentSchemaVersion = 1;

    private const long LargestBytes = 1024 * 1024;
    private const string Utc = "Etc/UTC";

    /// <summary>Reads the schedules and the round files they name.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <param name="model">Fingerprint of the public model.</param>
    /// <exception cref="UserErrorException">A file is missing or cannot be used.</exception>
    public static IReadOnlyList<RoundSchedule> Read(string path, string baseDirectory, string model)
    {
        byte[] bytes = UserFile.Read(path, baseDirectory, LargestBytes, "schedule file", "See docs/federation.md for its form.");
        ScheduleFile file;
        try
        {
            file = ContractReader.Read(bytes, FederationFileContext.Default.ScheduleFile, CurrentSchemaVersion);
        }
        catch (RefusedException error)
        {
            throw new UserErrorException(ExitCode.InvalidInput, $"{path}: {error.Message.TrimEnd('.')}", "See docs/federation.md for the form of a schedule file.", error);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path, baseDirectory))!;
        var schedules = new List<RoundSchedule>();
        foreach (ScheduleEntry entry in file.Schedules)
        {
            RoundFile round = OrderedRound.Read(entry.Round, folder);
            RoundRequest order = RoundOrder.Make(round, model, entry.Name, entry.Task?.Value, entry.Clients, TimeProvider.System);
            schedules.Add(new RoundSchedule(entry.Name, entry.Cron, entry.TimeZone ?? Utc, order.Task, order.File, order.Labels, model, entry.Clients));
        }

        return schedules;
    }
}

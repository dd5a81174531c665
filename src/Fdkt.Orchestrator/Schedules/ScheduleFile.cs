using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Json;

namespace Fdkt.Orchestrator.Schedules;

/// <summary>The file of schedules: the same for <c>fdkt orchestrator --schedule</c> and the function app (docs/federation.md).</summary>
/// <param name="SchemaVersion">Version of the file: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Schedules">The schedules.</param>
public sealed record ScheduleFile(int SchemaVersion, IReadOnlyList<ScheduleEntry> Schedules)
{
    /// <summary>The version that this build reads.</summary>
    public const int CurrentSchemaVersion = 1;

    private const string Utc = "Etc/UTC";

    /// <summary>Reads the schedules and the round files that they name. Names, times and zones are checked where the orchestrator starts.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="round">Reads a round file that an entry names, or null where it names none; its task lists the labels.</param>
    /// <param name="model">Fingerprint of the public model of entries that name none; null where there is none.</param>
    /// <exception cref="RefusedException">The file cannot be used.</exception>
    public static IReadOnlyList<RoundSchedule> Read(ReadOnlySpan<byte> json, Func<string?, RoundFile> round, string? model)
    {
        ArgumentNullException.ThrowIfNull(round);
        ScheduleFile file = ContractReader.Read(json, OrchestratorJsonContext.Default.ScheduleFile, CurrentSchemaVersion);
        return [.. file.Schedules.Select(entry => Schedule(entry, round(entry.Round), entry.Model ?? model))];
    }

    private static RoundSchedule Schedule(ScheduleEntry entry, RoundFile round, string? model) => new(
        entry.Name,
        entry.Cron,
        entry.TimeZone ?? Utc,
        entry.Task ?? FederatedRound.TaskOf(round),
        FederatedRound.ToOrder(round),
        round.Task.Labels ?? throw new RefusedException(ReasonCode.UnknownLabel, $"The round file of schedule {entry.Name} lists no labels."),
        model ?? throw new RefusedException(ReasonCode.ModelMismatch, $"Schedule {entry.Name} names no public model."),
        entry.Clients);
}

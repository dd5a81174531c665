using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Schedules;

/// <summary>Rounds of one task at certain times.</summary>
/// <param name="Name">Rounds are named after it.</param>
/// <param name="Cron">Minute, hour, day of month, month, day of week.</param>
/// <param name="Round">The round file, relative to the schedule file; null means the built-in sample, where there is one.</param>
/// <param name="TimeZone">IANA name; null means UTC.</param>
/// <param name="Task">The task; null takes the name in the round file.</param>
/// <param name="Clients">Who is asked; null asks all of the task.</param>
/// <param name="Model">Fingerprint of the public model; null takes that of the orchestrator's own model folder, which the function app has none of.</param>
public sealed record ScheduleEntry(
    string Name, string Cron, string? Round = null, string? TimeZone = null, TaskId? Task = null, IReadOnlyList<ClientId>? Clients = null, string? Model = null);

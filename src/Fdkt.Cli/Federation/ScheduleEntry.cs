using Fdkt.Contracts.Federation;

namespace Fdkt.Cli.Federation;

/// <summary>Rounds of one task at certain times.</summary>
/// <param name="Name">Rounds are named after it.</param>
/// <param name="Cron">Minute, hour, day of month, month, day of week.</param>
/// <param name="Round">The round file, relative to the schedule file; null means the built-in sample.</param>
/// <param name="TimeZone">IANA name; null means UTC.</param>
/// <param name="Task">The task; null takes the name in the round file.</param>
/// <param name="Clients">Who is asked; null asks all of the task.</param>
internal sealed record ScheduleEntry(string Name, string Cron, string? Round, string? TimeZone, TaskId? Task, IReadOnlyList<ClientId>? Clients);

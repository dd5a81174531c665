using System.Text.Json;

namespace Fdkt.Orchestrator.Azure;

/// <summary>An entry of <c>schedules.json</c>.</summary>
/// <param name="Name">Name of the schedule.</param>
/// <param name="Cron">When: minute, hour, day of month, month, day of week.</param>
/// <param name="TimeZone">IANA name of the time zone in which the times are meant.</param>
/// <param name="Request">The order, as in <c>rounds/ID/request.json</c>. Its round and time are not used: each tick makes its own.</param>
internal sealed record ScheduleEntry(string Name, string Cron, string TimeZone, JsonElement Request);

using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Schedules;

/// <summary>How far a schedule is: <c>schedules/NAME.json</c>.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Schedule">Its name.</param>
/// <param name="LastTick">The last tick that was dealt with; ticks before the schedule was first seen are not made up for.</param>
internal sealed record ScheduleState(int SchemaVersion, string Schedule, DateTimeOffset LastTick) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

using System.Globalization;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Orchestrator.Schedules;

/// <summary>Rounds of a task at certain times.</summary>
/// <param name="Name">A name by <see cref="NameRule"/>, at most <see cref="MaximumNameLength"/> characters: rounds are named after it and their tick.</param>
/// <param name="Cron">When: minute, hour, day of month, month, day of week, as in "0 3 * * 1".</param>
/// <param name="TimeZone">IANA name of the time zone in which the times are meant.</param>
/// <param name="Task">The task.</param>
/// <param name="File">The round file.</param>
/// <param name="Labels">The task's labels.</param>
/// <param name="Model">Fingerprint of the public model.</param>
/// <param name="Participants">Clients asked; null means all that are enrolled for the task.</param>
public sealed record RoundSchedule(
    string Name, string Cron, string TimeZone, TaskId Task, RoundFile File, IReadOnlyList<string> Labels, string Model, IReadOnlyList<ClientId>? Participants)
{
    private const string TickFormat = "yyyyMMdd-HHmm";

    /// <summary>Longest name: with a hyphen and the tick it is still a round's.</summary>
    public const int MaximumNameLength = NameRule.MaximumLength - 14;

    /// <summary>The round of a tick. Its id says the tick in UTC, so the same tick is the same round however often it is dealt with.</summary>
    /// <param name="tick">The tick.</param>
    public RoundRequest Request(DateTimeOffset tick)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{Name}-{tick.UtcDateTime.ToString(TickFormat, CultureInfo.InvariantCulture)}");
        return new RoundRequest(RoundRequest.CurrentSchemaVersion, new RoundId(id), Task, File, Labels, Model, Participants, tick);
    }
}

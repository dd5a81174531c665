using Cronos;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Commands;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Orchestrator.Hosting;

/// <summary>The rules for options. Pure.</summary>
internal static class OrchestratorOptionsValidator
{
    private const int MostParallel = 256;

    /// <summary>The limits of a storage queue.</summary>
    private static readonly TimeSpan ShortestHide = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestHide = TimeSpan.FromDays(7);

    /// <summary>Finds all that is wrong.</summary>
    /// <param name="options">The options.</param>
    /// <returns>A sentence each; empty for valid options.</returns>
    public static IReadOnlyList<string> Validate(OrchestratorOptions options)
    {
        var problems = new List<string>();
        Above0(problems, nameof(options.InboxPause), options.InboxPause);
        Above0(problems, nameof(options.FaultPause), options.FaultPause);
        Above0(problems, nameof(options.ProgressInterval), options.ProgressInterval);
        Require(problems, options.InboxHide >= ShortestHide && options.InboxHide <= LongestHide, $"{nameof(options.InboxHide)} {options.InboxHide} is not inside {ShortestHide} to {LongestHide}.");
        Require(problems, options.ReceiveWait >= TimeSpan.Zero, $"{nameof(options.ReceiveWait)} {options.ReceiveWait} is negative.");
        Require(problems, options.LaterPause >= TimeSpan.Zero, $"{nameof(options.LaterPause)} {options.LaterPause} is negative.");
        Require(problems, options.MissingArtifactDeliveries >= 1, $"{nameof(options.MissingArtifactDeliveries)} {options.MissingArtifactDeliveries} is below 1.");
        Require(problems, options.ParallelMessages is >= 1 and <= MostParallel, $"{nameof(options.ParallelMessages)} {options.ParallelMessages} is not inside 1 to {MostParallel}.");
        foreach (RoundSchedule schedule in options.Schedules)
        {
            Schedule(problems, schedule);
        }

        foreach (IGrouping<string, RoundSchedule> twins in options.Schedules.GroupBy(schedule => schedule.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add($"Schedule {twins.Key} is given more than once.");
        }

        return problems;
    }

    private static void Schedule(List<string> problems, RoundSchedule schedule)
    {
        bool named = NameRule.Holds(schedule.Name) && schedule.Name.Length <= RoundSchedule.MaximumNameLength;
        Require(problems, named, $"Schedule '{schedule.Name}' is no name of at most {RoundSchedule.MaximumNameLength} lower-case letters, digits and single hyphens.");
        Require(problems, CronExpression.TryParse(schedule.Cron, CronFormat.Standard, out _), $"Schedule {schedule.Name}: '{schedule.Cron}' is no cron expression of five fields.");
        Require(problems, TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _), $"Schedule {schedule.Name}: there is no time zone '{schedule.TimeZone}'.");
        if (named)
        {
            try
            {
                RequestRules.Check(schedule.Request(DateTimeOffset.UnixEpoch));
            }
            catch (RefusedException error)
            {
                problems.Add($"Schedule {schedule.Name}: {error.Message}");
            }
        }
    }

    private static void Above0(List<string> problems, string name, TimeSpan value) => Require(problems, value > TimeSpan.Zero, $"{name} {value} is not above zero.");

    private static void Require(List<string> problems, bool condition, string problem)
    {
        if (!condition)
        {
            problems.Add(problem);
        }
    }
}

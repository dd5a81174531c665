using Fdkt.Contracts.Reports;
using Fdkt.Learning.Augmentation;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Adds up the counts of stages over clients and seeds.</summary>
public static class StageCounts
{
    internal static StageReport Of(string name, long taken, long kept, string reason) =>
        new(name, taken, kept, taken == kept ? new Dictionary<string, long>() : new Dictionary<string, long> { [reason] = taken - kept }, 0, 0);

    internal static StageReport Report(StageCount stage) => new(stage.Name, stage.In, stage.Kept, stage.Dropped, stage.Seconds, stage.Tokens);

    /// <summary>The sum of counts of one stage.</summary>
    /// <param name="reports">At least one; all of the same stage.</param>
    /// <returns>The sum.</returns>
    public static StageReport Sum(IEnumerable<StageReport> reports)
    {
        StageReport[] all = [.. reports];
        Dictionary<string, long> dropped = all.SelectMany(stage => stage.Dropped).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        return new StageReport(all[0].Name, all.Sum(s => s.In), all.Sum(s => s.Kept), dropped, all.Sum(s => s.Seconds), all.Sum(s => s.Tokens));
    }

    /// <summary>Adds to a stage of the same name, or starts it.</summary>
    /// <param name="stages">What there is.</param>
    /// <param name="report">What comes on top.</param>
    public static void Add(List<StageReport> stages, StageReport report)
    {
        ArgumentNullException.ThrowIfNull(stages);
        ArgumentNullException.ThrowIfNull(report);
        int index = stages.FindIndex(stage => stage.Name == report.Name);
        if (index < 0)
        {
            stages.Add(report);
        }
        else
        {
            stages[index] = Sum([stages[index], report]);
        }
    }
}

using System.Globalization;

namespace Fdkt.Cli.Progress;

/// <summary>How fast a stage goes and when it will end, in words.</summary>
internal static class StageRate
{
    /// <summary>Describes a stage under way.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all; null where not known.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="elapsed">Time since the stage began.</param>
    /// <returns>For example <c>25 %, 1,200 tokens/s, 0:45 left</c>.</returns>
    public static string Describe(long done, long? total, string unit, TimeSpan elapsed)
    {
        var parts = new List<string> { total is { } all and > 0 ? Invariant($"{100 * Math.Min(done, all) / all} %") : Invariant($"{done:N0} {unit}") };
        double rate = elapsed.TotalSeconds > 0 ? done / elapsed.TotalSeconds : 0;
        if (rate > 0)
        {
            parts.Add(rate >= 10 ? Invariant($"{rate:N0} {unit}/s") : Invariant($"{rate:0.##} {unit}/s"));
            if (total is { } known && known > done)
            {
                parts.Add($"{Clock(TimeSpan.FromSeconds(Math.Min((known - done) / rate, TimeSpan.FromDays(99).TotalSeconds)))} left");
            }
        }

        return string.Join(", ", parts);
    }

    /// <summary>A span as minutes and seconds, with hours where there are any.</summary>
    public static string Clock(TimeSpan span) =>
        span.TotalHours >= 1 ? Invariant($"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}") : Invariant($"{span.Minutes}:{span.Seconds:00}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Hosting;

/// <summary>What the host logs.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(800, LogLevel.Information, "The orchestrator is ready, with {Schedules} schedules")]
    public static partial void Ready(ILogger logger, int schedules);

    [LoggerMessage(801, LogLevel.Warning, "The stores cannot be reached; next try in {Pause}")]
    public static partial void NotReady(ILogger logger, TimeSpan pause, Exception error);

    [LoggerMessage(802, LogLevel.Information, "The orchestrator has stopped")]
    public static partial void Stopped(ILogger logger);
}

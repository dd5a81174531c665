using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Facts;

/// <summary>What the handling of facts logs.</summary>
internal static partial class FactLog
{
    [LoggerMessage(500, LogLevel.Warning, "The progress of rounds could not be written")]
    public static partial void ProgressNotWritten(ILogger logger, Exception error);
}

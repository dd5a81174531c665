using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Runner;

/// <summary>What the runner logs.</summary>
internal static partial class RunnerLog
{
    [LoggerMessage(200, LogLevel.Warning, "Round {Round}: {Effect} failed at attempt {Attempt} of {MaximumAttempts}")]
    public static partial void EffectFailed(ILogger logger, RoundId round, string effect, int attempt, int maximumAttempts, Exception error);

    [LoggerMessage(201, LogLevel.Error, "Round {Round}: {Effect} was refused: {Reason}")]
    public static partial void EffectRefused(ILogger logger, RoundId round, string effect, ReasonCode reason, Exception error);

    [LoggerMessage(202, LogLevel.Information, "Round {Round} runs here")]
    public static partial void Running(ILogger logger, RoundId round);

    [LoggerMessage(203, LogLevel.Information, "Round {Round} has ended")]
    public static partial void Ended(ILogger logger, RoundId round);

    [LoggerMessage(204, LogLevel.Warning, "Round {Round} is run by another orchestrator; it stops here")]
    public static partial void Conflict(ILogger logger, RoundId round, Exception error);

    [LoggerMessage(205, LogLevel.Error, "Round {Round} stopped; it goes on from its journal in {Pause}")]
    public static partial void Stopped(ILogger logger, RoundId round, TimeSpan pause, Exception error);

    [LoggerMessage(206, LogLevel.Critical, "Round {Round} cannot be gone on with by this build")]
    public static partial void Broken(ILogger logger, RoundId round, Exception error);
}

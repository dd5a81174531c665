using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.FunctionApp;

/// <summary>What the function app logs beside what the orchestrator does.</summary>
internal static partial class AzureLog
{
    [LoggerMessage(900, LogLevel.Error, "Activity {Activity} was refused: {Reason}")]
    public static partial void ActivityRefused(ILogger logger, string activity, ReasonCode reason, Exception error);

    [LoggerMessage(901, LogLevel.Error, "The API refuses every call: the app is not protected by Entra")]
    public static partial void NotProtected(ILogger logger);

    [LoggerMessage(902, LogLevel.Warning, "Call of {Function} is refused: {Reason}")]
    public static partial void CallRefused(ILogger logger, string function, ReasonCode reason);

    [LoggerMessage(903, LogLevel.Warning, "Call of {Function} is refused: the registry holds something else of client {Client}")]
    public static partial void ChangeRefused(ILogger logger, string function, ClientId client);
}

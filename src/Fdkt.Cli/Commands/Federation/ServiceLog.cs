using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>What services say at their start and end.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(900, LogLevel.Information, "Worker of client {Client} starts, with public model {Model}")]
    public static partial void ClientStarts(ILogger logger, ClientId client, string model);

    [LoggerMessage(901, LogLevel.Information, "Language-model worker starts, with public model {Model}; texts are written by {Writer}")]
    public static partial void LanguageModelStarts(ILogger logger, string model, string writer);

    [LoggerMessage(902, LogLevel.Information, "The worker has stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(903, LogLevel.Information, "{Writer} since the start: {Usage}")]
    public static partial void Written(ILogger logger, string writer, string usage);

    [LoggerMessage(904, LogLevel.Warning, "The broker is tried again")]
    public static partial void BrokerFault(ILogger logger, Exception fault);
}

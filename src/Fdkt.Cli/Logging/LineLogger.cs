using Fdkt.Contracts.Errors;
using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Logging;

/// <summary>Writes events of level information and above. An exception's stack follows only where the event is an error: others are expected and tried again.</summary>
internal sealed class LineLogger(string category, Action<string> write) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            string reason = exception is null ? string.Empty
                : logLevel >= LogLevel.Error ? $"{Environment.NewLine}{FaultText.Full(exception)}"
                : $" ({FaultText.Brief(exception)})";
            write($"{Word(logLevel)} {category}: {formatter(state, exception)}{reason}");
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}

using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Logging;

/// <summary>Loggers that write one plain line for each event: time in UTC, level, category, message.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="clock">Dates them.</param>
internal sealed class LineLoggerFactory(TextWriter output, TimeProvider clock) : ILoggerFactory
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName[(categoryName.LastIndexOf('.') + 1)..], Write);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Lines go to one place.");

    public void Dispose()
    {
        // The writer is the caller's.
    }

    private void Write(string line)
    {
        string time = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        lock (_lock)
        {
            output.WriteLine($"{time} {line}");
        }
    }
}

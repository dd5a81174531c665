using Fdkt.Cli.Commands;

namespace Fdkt.Cli.Telemetry;

/// <summary>Telemetry of a command that ends by itself: traces, and no port, which is for services.</summary>
internal static class CommandTelemetry
{
    /// <summary>Begins.</summary>
    /// <param name="context">From outside.</param>
    /// <param name="command">Names the command.</param>
    public static TelemetrySession Start(CommandContext context, string command) =>
        TelemetrySession.Start(TelemetryOptions.Read(context.Variable, healthPort: null) with { HealthPort = null }, "fdkt", command);
}

using System.Globalization;
using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Telemetry;

/// <summary>Where traces and metrics of this process go (docs/observability.md). Nothing is recorded where nothing is set.</summary>
/// <param name="TraceFolder">Folder that spans are written to, a JSON line each; null for none.</param>
/// <param name="Otlp">Whether traces and metrics go to the collector that the standard variables of OpenTelemetry name.</param>
/// <param name="Insights">Connection string of Application Insights; it holds no secret, an identity signs in. Null for none.</param>
/// <param name="HealthPort">Port of /healthz and /metrics; null for none.</param>
/// <param name="HealthHost">Host name that they are bound to; * for all addresses.</param>
internal sealed record TelemetryOptions(string? TraceFolder, bool Otlp, string? Insights, int? HealthPort, string HealthHost)
{
    public const string TraceFolderVariable = "FDKT_TRACE_FOLDER";
    public const string HealthPortVariable = "FDKT_HEALTH_PORT";
    public const string HealthHostVariable = "FDKT_HEALTH_HOST";
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string InsightsVariable = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>What a container's own probe asks; from outside it is reached where the host says so.</summary>
    public const string Loopback = "127.0.0.1";

    private const int HighestPort = 65535;

    public bool Traces => TraceFolder is not null || Otlp || Insights is not null;

    public bool Metrics => HealthPort is not null || Otlp || Insights is not null;

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">Reads a variable.</param>
    /// <param name="healthPort">Port of the command line, which comes first; null where it names none.</param>
    /// <exception cref="UserErrorException">A port is none.</exception>
    public static TelemetryOptions Read(Func<string, string?> variable, int? healthPort)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        return new TelemetryOptions(
            Set(TraceFolderVariable), Set(OtlpVariable) is not null, Set(InsightsVariable), healthPort ?? Port(Set(HealthPortVariable)), Set(HealthHostVariable) ?? Loopback);
    }

    /// <summary>Reads a port.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= HighestPort ? port : throw new FormatException();

    private static int? Port(string? text)
    {
        try
        {
            return text is null ? null : ParsePort(text);
        }
        catch (FormatException error)
        {
            throw new UserErrorException(ExitCode.InvalidInput, $"{HealthPortVariable}: '{text}' is no port", $"Give a number from 1 to {HighestPort}.", error);
        }
    }
}

using System.Diagnostics.Metrics;
using System.Reflection;
using Fdkt.Contracts.Telemetry;

namespace Fdkt.Tests;

/// <summary>Names of the metrics as Prometheus shows them: the unit, and for a counter _total, at the end.</summary>
internal static class MetricNames
{
    /// <summary>The instruments of a federation.</summary>
    public static IReadOnlyList<Instrument> Instruments { get; } =
        [.. typeof(FederationMetrics).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (Instrument)property.GetValue(null)!)];

    public static IReadOnlyList<string> All { get; } = [.. Instruments.Select(Of)];

    public static string Of(Instrument instrument)
    {
        string unit = instrument.Unit == "s" ? "_seconds" : string.Empty;
        string total = instrument.GetType().GetGenericTypeDefinition() == typeof(Counter<>) ? "_total" : string.Empty;
        return $"{instrument.Name.Replace('.', '_')}{unit}{total}";
    }
}

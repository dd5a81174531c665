namespace Fdkt.Cli.Telemetry;

/// <summary>The answer of /healthz.</summary>
/// <param name="Status">ok or brokerUnreachable.</param>
/// <param name="SecondsSinceBroker">Since when the broker was last heard of.</param>
internal sealed record HealthReport(string Status, double SecondsSinceBroker);

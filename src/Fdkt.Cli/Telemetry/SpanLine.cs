namespace Fdkt.Cli.Telemetry;

/// <summary>A span as it stands in a file of traces.</summary>
/// <param name="TraceId">The trace, 32 hexadecimal digits.</param>
/// <param name="SpanId">The span, 16 hexadecimal digits.</param>
/// <param name="ParentSpanId">The span above; null at the top.</param>
/// <param name="Name">What was done.</param>
/// <param name="Process">Who did it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Fault">Type of the fault it ended with; null where it ended well.</param>
/// <param name="Tags">Ids of round, job and client.</param>
internal sealed record SpanLine(
    string TraceId, string SpanId, string? ParentSpanId, string Name, string Process, DateTimeOffset StartedAt, double Seconds, string? Fault, IReadOnlyDictionary<string, string> Tags);

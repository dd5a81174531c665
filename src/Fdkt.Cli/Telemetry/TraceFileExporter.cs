using System.Diagnostics;
using System.Text.Json;
using OpenTelemetry;

namespace Fdkt.Cli.Telemetry;

/// <summary>Writes spans to a file of this process, a JSON line each: for a look at a trace without a collector.</summary>
internal sealed class TraceFileExporter : BaseExporter<Activity>
{
    private readonly string _instance;
    private readonly FileStream _file;

    /// <summary>Opens the file.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="instance">Names the process.</param>
    public TraceFileExporter(string folder, string instance)
    {
        _instance = instance;
        Directory.CreateDirectory(folder);
        string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instance}-{Environment.ProcessId}.jsonl");
        _file = new FileStream(Path.Combine(folder, name), FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (Activity span in batch)
        {
            var line = new SpanLine(
                span.TraceId.ToHexString(),
                span.SpanId.ToHexString(),
                span.ParentSpanId == default ? null : span.ParentSpanId.ToHexString(),
                span.DisplayName,
                _instance,
                new DateTimeOffset(span.StartTimeUtc),
                span.Duration.TotalSeconds,
                span.Status == ActivityStatusCode.Error ? span.StatusDescription : null,
                span.TagObjects.Where(tag => tag.Value is not null).ToDictionary(tag => tag.Key, tag => tag.Value!.ToString()!, StringComparer.Ordinal));
            _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, TelemetryJsonContext.Default.SpanLine), (byte)'\n']);
        }

        _file.Flush();
        return ExportResult.Success;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}

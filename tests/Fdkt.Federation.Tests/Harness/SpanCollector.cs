using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Fdkt.Cli.Processes;
using Fdkt.Cli.Telemetry;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>A collector of OpenTelemetry: takes in the protobuf bodies that exporters post, and finds ids in them.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _address = $"http://{TelemetryOptions.Loopback}:{FreePorts.Find(1)[0]}/";
    private readonly ConcurrentQueue<byte[]> _traces = new();

    public SpanCollector()
    {
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _ = TakeAsync();
    }

    /// <summary>Sends a process's traces and metrics here.</summary>
    public void Tell(ProcessStartInfo start)
    {
        start.Environment[TelemetryOptions.OtlpVariable] = _address;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
    }

    /// <summary>Whether a process, by its instance id, has sent spans of a trace.</summary>
    public bool Holds(ActivityTraceId trace, string process)
    {
        byte[] id = Convert.FromHexString(trace.ToHexString());
        byte[] instance = Encoding.UTF8.GetBytes(process);
        return _traces.Any(body => body.AsSpan().IndexOf(id) >= 0 && body.AsSpan().IndexOf(instance) >= 0);
    }

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext call = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await call.Request.InputStream.CopyToAsync(body);
                if (call.Request.Url!.AbsolutePath == "/v1/traces")
                {
                    _traces.Enqueue(body.ToArray());
                }

                call.Response.Close();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or IOException)
            {
                // Closed, or a process went away while it sent.
            }
        }
    }
}

using System.Net;
using System.Text.Json;
using Fdkt.Cli.Telemetry;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>What the processes of an observed federation say of themselves.</summary>
internal sealed class Observations(FaultyFederation federation) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>All spans that have ended so far.</summary>
    public IReadOnlyList<SpanLine> Spans() =>
    [
        .. Directory.GetFiles(federation.TraceFolder, "*.jsonl")
            .SelectMany(Lines)
            .Select(line => JsonSerializer.Deserialize(line, TelemetryJsonContext.Default.SpanLine)!),
    ];

    /// <summary>Everything in the files of spans.</summary>
    public string SpanText() => string.Join('\n', Directory.GetFiles(federation.TraceFolder, "*.jsonl").SelectMany(Lines));

    /// <summary>Asks a process something.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(string process, string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri($"http://{TelemetryOptions.Loopback}:{federation.HealthPorts[process]}{path}"), cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    // A line without its end is being written.
    private static IEnumerable<string> Lines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

using System.Net;
using System.Text.Json;
using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Telemetry;

/// <summary>Answers /healthz: 200 where the service is well, 503 where it is not. Shares its port with the metrics.</summary>
internal sealed class HealthListener : IDisposable
{
    public const string Path = "/healthz";

    private readonly HttpListener _listener = new();
    private readonly ServiceHealth _health;

    private HealthListener(ServiceHealth health) => _health = health;

    /// <summary>Begins to listen.</summary>
    /// <param name="host">Host name; * for all addresses.</param>
    /// <param name="port">Port.</param>
    /// <param name="health">What it tells.</param>
    /// <exception cref="UserErrorException">The port is taken.</exception>
    public static HealthListener Start(string host, int port, ServiceHealth health)
    {
        var listener = new HealthListener(health);
        try
        {
            listener._listener.Prefixes.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://{host}:{port}{Path}/"));
            listener._listener.Start();
        }
        catch (Exception error) when (error is HttpListenerException or ArgumentException)
        {
            listener.Dispose();
            throw new UserErrorException(ExitCode.InputOutput, $"--health-port: nothing can listen on port {port} of {host}", "Give a free port, and in FDKT_HEALTH_HOST an address of this machine or *.", error);
        }

        _ = listener.AnswerAsync();
        return listener;
    }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer((await _listener.GetContextAsync().ConfigureAwait(false)).Response);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed, or whoever asked has gone.
            }
        }
    }

    private void Answer(HttpListenerResponse response)
    {
        using (response)
        {
            HealthReport report = _health.Report();
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(report, TelemetryJsonContext.Default.HealthReport);
            response.StatusCode = (int)(report.Status == "ok" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
            response.ContentType = "application/json";
            response.ContentLength64 = body.Length;
            response.OutputStream.Write(body);
        }
    }
}

using System.CommandLine;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Telemetry;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt health</c>: asks a worker or orchestrator on this machine how it is. For container images, which hold no other client of HTTP.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Command Create(CommandContext context)
    {
        Option<int?> port = Flag.Of<int?>(
            "--port", "PORT", $"The port given to its --health-port. Default: {TelemetryOptions.HealthPortVariable}.", "a port", text => TelemetryOptions.ParsePort(text));
        var command = new Command("health", "Ask a worker or orchestrator on this machine how it is. Exit code 0 where it is well, 14 where it is not or does not answer.") { port };
        command.SetAction(async (result, cancellationToken) =>
        {
            int asked = TelemetryOptions.Read(context.Variable, result.GetValue(port)).HealthPort
                ?? throw new UserErrorException(ExitCode.InvalidInput, "--port: no port is named", $"Give --port or {TelemetryOptions.HealthPortVariable}.");
            return (int)await AskAsync(context, asked, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<ExitCode> AskAsync(CommandContext context, int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        var address = new UriBuilder(Uri.UriSchemeHttp, TelemetryOptions.Loopback, port, HealthListener.Path).Uri;
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? ExitCode.Success : ExitCode.Unreachable;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync($"fdkt: nothing answers at {address}").ConfigureAwait(false);
            return ExitCode.Unreachable;
        }
    }
}

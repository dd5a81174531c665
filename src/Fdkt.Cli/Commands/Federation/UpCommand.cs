using System.CommandLine;
using System.Globalization;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Federation.Local;
using Fdkt.Cli.Progress;
using Fdkt.Cli.Reports;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Commands.Federation;

/// <summary><c>fdkt up</c>: a whole federation on this machine, each part a process of its own.</summary>
internal static class UpCommand
{
    public static Command Create(CommandContext context)
    {
        var flags = new RoundFlags();
        var backend = new BackendFlags();
        Option<string?> file = Flag.Text("--round", "FILE", "The round file (docs/round-file.md). Left out: the built-in sample, or the file that --train names.");
        Option<string?> output = Flag.Text("--out", "DIR", "Folder of clients, storage, logs and reports. Default: a new one in out/, after the round file and the time.");
        Option<string?> serviceBus = ConnectionFlags.ServiceBus("Its queues are there. Left out: a development broker of this program's own.");
        var once = new Option<bool>("--once") { Description = "Stop everything when the round has ended." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON on standard output; progress goes to standard error." };
        var command = new Command("up", "Start a federation on this machine: storage emulator, broker, orchestrator, clients and language model, and run one round in it.") { file, output, serviceBus, once, json };
        flags.AddTo(command, file);
        backend.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            RoundInput input = await RoundInput.ReadAsync(result.GetValue(file), flags, result, context.CurrentDirectory, cancellationToken).ConfigureAwait(false);
            foreach (string warning in input.Warnings.Select(warning => warning.ToString()))
            {
                await context.Error.WriteLineAsync($"warning: {warning}").ConfigureAwait(false);
            }

            backend.Read(result, context.CurrentDirectory); // Says so at once where they cannot be used; the worker reads them again.
            if (result.GetValue(serviceBus) is { } named)
            {
                await ConnectionFactory.Client(named, context).DisposeAsync().ConfigureAwait(false); // Says so at once where it is no address.
            }

            string usual = Path.Combine("out", $"{input.Name}-up-{context.Clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
            using TelemetrySession telemetry = CommandTelemetry.Start(context, "up");
            using LocalFolder folder = LocalFolder.Open(Path.GetFullPath(result.GetValue(output) ?? usual, context.CurrentDirectory));
            var session = new UpSession(new UpRequest(input.Round, input.BaseDirectory, backend.Arguments(result, context.CurrentDirectory), result.GetValue(serviceBus)), context, folder);
            await using (session.ConfigureAwait(false))
            {
                return (int)await RunAsync(context, session, folder, result.GetValue(once), result.GetValue(json), cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, UpSession session, LocalFolder folder, bool once, bool json, CancellationToken cancellationToken)
    {
        bool live = context.IsTerminal && !json;
        TextWriter lines = json ? context.Error : context.Output;
        async Task<bool> PrepareAsync(IRunProgress progress)
        {
            await session.PrepareAsync(progress, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await (live ? LiveProgress.RunAsync(context.Console, context.Clock, PrepareAsync) : PrepareAsync(new PlainProgress(lines, context.Clock))).ConfigureAwait(false);
        var screen = new FederationScreen(session.Snapshot, context.Clock);
        Task<(RoundStatus End, RunReport? Report)> Round() => session.RunAsync(lines.WriteLine, cancellationToken);
        (RoundStatus end, RunReport? report) = await (live ? screen.LiveAsync(context.Console, Round) : screen.LinesAsync(lines, Round)).ConfigureAwait(false);
        if (report is not null)
        {
            await ReportWriter.WriteAsync(report, session.Round.Round, folder.Root, cancellationToken).ConfigureAwait(false);
            await ShowAsync(context, report, folder.Root, json).ConfigureAwait(false);
        }

        if (!once)
        {
            await StayAsync(session, folder, lines, cancellationToken).ConfigureAwait(false);
        }

        return RoundEnds.CodeOf(end.Phase);
    }

    private static async Task ShowAsync(CommandContext context, RunReport report, string folder, bool json)
    {
        if (json)
        {
            await context.Output.WriteLineAsync(ReportWriter.Json(report)).ConfigureAwait(false);
        }
        else
        {
            ConsoleReport.Write(context.Console, report, folder);
        }
    }

    private static async Task StayAsync(UpSession session, LocalFolder folder, TextWriter lines, CancellationToken cancellationToken)
    {
        await lines.WriteLineAsync($"The federation stays up. Other commands find it with --federation {folder.SettingsFile}").ConfigureAwait(false);
        await lines.WriteLineAsync("Ctrl-C stops it.").ConfigureAwait(false);
        try
        {
            await session.Failed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The usual end.
        }
    }
}

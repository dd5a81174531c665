using Fdkt.Cli.Errors;
using Fdkt.Cli.Logging;
using Microsoft.Extensions.Logging;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>Commands that run until they are asked to stop. Stopping cleanly on request is success.</summary>
internal static class Service
{
    /// <summary>Runs a service.</summary>
    /// <param name="context">From outside; lines go to its output.</param>
    /// <param name="run">Runs until the token is cancelled.</param>
    /// <param name="cancellationToken">Asks to stop.</param>
    public static async Task<ExitCode> RunAsync(CommandContext context, Func<ILoggerFactory, Task> run, CancellationToken cancellationToken)
    {
        using var loggers = new LineLoggerFactory(context.Output, context.Clock);
        try
        {
            await run(loggers).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to.
        }

        return ExitCode.Success;
    }
}

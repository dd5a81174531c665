using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Runner;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Facts;

/// <summary>Writes the board to <c>rounds/ID/progress.json</c> at intervals, where something changed.</summary>
internal sealed class ProgressWriter(ProgressBoard board, IRoundHost host, IDocumentStore documents, OrchestratorOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Writes until it is stopped.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(options.ProgressInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await WriteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                FactLog.ProgressNotWritten(logger, error);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Writes what changed.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (RoundProgress progress in board.TakeChanged())
        {
            await documents.TryReplaceAsync(DocumentPath.Progress(progress.Round), progress, FederationJsonContext.Default.RoundProgress, null, cancellationToken).ConfigureAwait(false);
        }

        foreach (RoundId round in board.Rounds)
        {
            if (!await host.RunsAsync(round, cancellationToken).ConfigureAwait(false))
            {
                board.Forget(round);
            }
        }
    }
}

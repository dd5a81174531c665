using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Orchestrator.Rounds;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Runner;

/// <summary>A round that this process runs. A runner that failed over its surroundings is replaced by a new one, from the journal, after a pause.</summary>
internal sealed class HostedRound(RoundId round, Func<JournaledRunner> create, TimeProvider time, ILogger logger)
{
    private static readonly ActivityRetry Pauses = new(int.MaxValue, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    private volatile JournaledRunner _runner = create();

    /// <summary>Raises an event.</summary>
    /// <typeparam name="T">Its payload.</typeparam>
    /// <param name="name">Which.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<RaiseResult> RaiseAsync<T>(EventName<T> name, T payload, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await _runner.RaiseAsync(name, payload, cancellationToken).ConfigureAwait(false) ? RaiseResult.Delivered : RaiseResult.RoundOver;
        }
        catch (RoundStoppedException)
        {
            return RaiseResult.Later;
        }
    }

    /// <summary>Runs the round until it is over or this process may not run it.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it is over.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        RunnerLog.Running(logger, round);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await _runner.RunAsync(cancellationToken).ConfigureAwait(false);
                RunnerLog.Ended(logger, round);
                return true;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            catch (JournalConflictException error)
            {
                RunnerLog.Conflict(logger, round, error);
                return false;
            }
            catch (Exception error) when (error is DivergedException or OrchestrationFaultedException)
            {
                // The next replay would come to the same: a person has to look.
                RunnerLog.Broken(logger, round, error);
                return false;
            }
            catch (Exception error)
            {
                TimeSpan pause = Pauses.PauseAfter(attempt);
                RunnerLog.Stopped(logger, round, pause, error);
                try
                {
                    await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return false;
                }

                _runner = create();
            }
        }
    }
}

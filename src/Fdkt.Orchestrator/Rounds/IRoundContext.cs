using Fdkt.Contracts.Federation;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>
/// All that an orchestration may touch. Each member is one of Durable Functions' orchestration context, so an adapter maps and decides nothing;
/// the journaled runner is the other implementation. Only tasks of this context may be awaited, without <c>ConfigureAwait(false)</c>.
/// </summary>
internal interface IRoundContext
{
    /// <summary>The round; Durable's instance id.</summary>
    RoundId Round { get; }

    /// <summary>The time at which the orchestration was last woken: the same in every replay.</summary>
    DateTimeOffset CurrentUtcDateTime { get; }

    /// <summary>Runs an activity, at least once.</summary>
    /// <typeparam name="TInput">Its input.</typeparam>
    /// <typeparam name="TResult">Its result.</typeparam>
    /// <param name="activity">Which.</param>
    /// <param name="input">The input.</param>
    /// <param name="retry">How often it is tried: the only retry layer around the call.</param>
    /// <exception cref="ActivityFailedException">The last attempt failed, or the activity refused its input.</exception>
    Task<TResult> CallActivityAsync<TInput, TResult>(ActivityName<TInput, TResult> activity, TInput input, ActivityRetry retry)
        where TInput : class, IActivityInput
        where TResult : class;

    /// <summary>Waits for an event from outside. Events that came before somebody waited are kept, in order; each ends one wait.</summary>
    /// <typeparam name="T">Its payload.</typeparam>
    /// <param name="name">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<T> WaitForExternalEventAsync<T>(EventName<T> name, CancellationToken cancellationToken = default)
        where T : class;

    /// <summary>Waits for a time, through restarts.</summary>
    /// <param name="dueAt">When; a time that has passed ends the wait at once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task CreateTimerAsync(DateTimeOffset dueAt, CancellationToken cancellationToken);

    /// <summary>Shows where the orchestration stands, to whoever looks at the instance.</summary>
    /// <param name="headline">A few numbers; Durable allows 16 KiB.</param>
    void SetStatus(RoundHeadline headline);

    /// <summary>A logger that is silent while the past is replayed.</summary>
    /// <param name="category">Its category.</param>
    ILogger CreateReplaySafeLogger(string category);
}

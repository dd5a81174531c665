using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Runner;

/// <summary>Where rounds run: in this process from their journals, or as durable orchestrations. Thread-safe.</summary>
internal interface IRoundHost
{
    /// <summary>Goes on with a round, or begins it. Does nothing where it runs already.</summary>
    /// <param name="round">The round; its order is stored.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task ContinueAsync(RoundId round, CancellationToken cancellationToken);

    /// <summary>Whether a round is listed here: it runs, or another process runs it, or it broke.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<bool> RunsAsync(RoundId round, CancellationToken cancellationToken);

    /// <summary>Raises an event of a round.</summary>
    /// <typeparam name="T">Its payload.</typeparam>
    /// <param name="round">The round.</param>
    /// <param name="name">The event.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<RaiseResult> RaiseAsync<T>(RoundId round, EventName<T> name, T payload, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Whether a round has an outcome.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<bool> HasEndedAsync(RoundId round, CancellationToken cancellationToken);
}

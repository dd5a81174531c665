using System.Collections.Concurrent;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Registry;

/// <summary>The orders of rounds and what came of them. An order never changes once it is stored, so it is read once. Thread-safe.</summary>
internal sealed class RoundDirectory(IDocumentStore documents)
{
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<RoundId, RoundRequest> _kept = new();

    /// <summary>Finds an order.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null where there is none.</returns>
    public async Task<RoundRequest?> FindAsync(RoundId round, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(round, out RoundRequest? kept))
        {
            return kept;
        }

        StoredDocument<RoundRequest>? stored = await documents
            .ReadAsync(DocumentPath.Request(round), FederationJsonContext.Default.RoundRequest, RoundRequest.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return null;
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(round, stored.Value);
    }

    /// <summary>The order of a round that must have one.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<RoundRequest> GetAsync(RoundId round, CancellationToken cancellationToken) =>
        await FindAsync(round, cancellationToken).ConfigureAwait(false) ?? throw new RefusedException(ReasonCode.InvalidName, $"There is no round {round}.");

    /// <summary>Context of a round's trace; null where it cannot be read, since no work fails over its trace.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<string?> TraceOfAsync(RoundId round, CancellationToken cancellationToken)
    {
        try
        {
            return (await FindAsync(round, cancellationToken).ConfigureAwait(false))?.TraceParent;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Whether a round that is over used demonstrations. Their announcement may come after its end, where the fact of the job told of them first.</summary>
    /// <param name="round">The round.</param>
    /// <param name="manifest">The demonstrations.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> UsedAsync(RoundId round, ArtifactReference manifest, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))
            ?.Value.Clients.Any(client => client.Demos == manifest) ?? false;
}

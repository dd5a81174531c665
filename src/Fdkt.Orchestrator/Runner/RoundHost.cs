using System.Collections.Concurrent;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Rounds;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Runner;

/// <summary>The rounds that this process runs, side by side. Thread-safe.</summary>
internal sealed class RoundHost(IRoundJournalStore journals, IDocumentStore documents, ActivityTable activities, TimeProvider time, ILoggerFactory loggers) : IRoundHost, IAsyncDisposable
{
    /// <summary>An outcome lists all clients, and each of them may be late: it is read once, not for each.</summary>
    private const int MostEnded = 1024;

    private readonly ConcurrentDictionary<RoundId, Lazy<(HostedRound Round, Task Run)>> _rounds = new();
    private readonly ConcurrentDictionary<RoundId, byte> _ended = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = loggers.CreateLogger<RoundHost>();

    /// <inheritdoc/>
    public Task ContinueAsync(RoundId round, CancellationToken cancellationToken)
    {
        _ = _rounds.GetOrAdd(round, id => new Lazy<(HostedRound, Task)>(() => Start(id))).Value;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> RunsAsync(RoundId round, CancellationToken cancellationToken) => Task.FromResult(_rounds.ContainsKey(round));

    /// <inheritdoc/>
    public async Task<RaiseResult> RaiseAsync<T>(RoundId round, EventName<T> name, T payload, CancellationToken cancellationToken)
        where T : class
    {
        if (_rounds.TryGetValue(round, out Lazy<(HostedRound Round, Task Run)>? hosted))
        {
            return await hosted.Value.Round.RaiseAsync(name, payload, cancellationToken).ConfigureAwait(false);
        }

        return await HasEndedAsync(round, cancellationToken).ConfigureAwait(false) ? RaiseResult.RoundOver : RaiseResult.Later;
    }

    /// <inheritdoc/>
    public async Task<bool> HasEndedAsync(RoundId round, CancellationToken cancellationToken)
    {
        if (_ended.ContainsKey(round))
        {
            return true;
        }

        if (await documents.ReadAsync(DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        NoteEnd(round);
        return true;
    }

    /// <summary>Waits until a round no longer runs here.</summary>
    /// <param name="round">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task WhenDoneAsync(RoundId round, CancellationToken cancellationToken) =>
        _rounds.TryGetValue(round, out Lazy<(HostedRound Round, Task Run)>? hosted) ? hosted.Value.Run.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Stops all rounds; their journals keep what happened.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_rounds.Values.Select(hosted => hosted.Value.Run)).ConfigureAwait(false);
        _stop.Dispose();
    }

    private (HostedRound Round, Task Run) Start(RoundId round)
    {
        var hosted = new HostedRound(round, () => new JournaledRunner(round, journals.Open(round), activities, time, loggers), time, _logger);
        return (hosted, Task.Run(() => RunAsync(round, hosted), CancellationToken.None));
    }

    private async Task RunAsync(RoundId round, HostedRound hosted)
    {
        // A round that another process runs or that broke stays listed, so that this process does not try it again and again.
        if (await hosted.RunAsync(_stop.Token).ConfigureAwait(false))
        {
            NoteEnd(round);
            _rounds.TryRemove(round, out _);
        }
    }

    private void NoteEnd(RoundId round)
    {
        if (_ended.Count >= MostEnded)
        {
            _ended.Clear();
        }

        _ended[round] = 0;
    }
}

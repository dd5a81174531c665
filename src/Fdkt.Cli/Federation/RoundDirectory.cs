using System.Runtime.CompilerServices;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Cli.Federation;

/// <summary>The rounds of a federation as the orchestrator wrote them down.</summary>
/// <param name="documents">Where the documents are.</param>
/// <param name="clock">Times the looks.</param>
internal sealed class RoundDirectory(IDocumentStore documents, TimeProvider clock)
{
    private const string StatusSuffix = "/status.json";

    // Rounds take minutes; a second is prompt, and one small read a second is no load.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>How long a round may stay unknown to a watcher: an order is taken up in seconds where an orchestrator runs.</summary>
    public static TimeSpan LongestUnknown { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The fault of naming a round that has not begun.</summary>
    public static UserErrorException Unknown(RoundId round) => new(
        ExitCode.InvalidInput, $"{round}: no round of this id has begun", "Check the id with 'fdkt round list', and whether an orchestrator runs.");

    /// <summary>Where a round stands; null where none of that id has begun.</summary>
    public async Task<RoundStatus?> StatusAsync(RoundId round, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(DocumentPath.Status(round), FederationJsonContext.Default.RoundStatus, RoundStatus.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>How far the jobs of a round are; null where nothing was heard.</summary>
    public async Task<RoundProgress?> ProgressAsync(RoundId round, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(DocumentPath.Progress(round), FederationJsonContext.Default.RoundProgress, RoundProgress.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>Shows again and again how far the jobs of a round are, until it is stopped. What cannot be read is left out: nothing depends on it.</summary>
    /// <param name="round">The round.</param>
    /// <param name="show">Told what there is.</param>
    /// <param name="stop">Stops; then the task ends without a fault.</param>
    public async Task ShowProgressAsync(RoundId round, Action<RoundProgress?> show, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                show(await ProgressAsync(round, stop).ConfigureAwait(false));
            }
            catch (Exception error) when (error is OperationCanceledException or StorageUnavailableException or RefusedException)
            {
                // The next look may succeed.
            }

            await Task.Delay(BetweenLooks, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What a round came to; null where it has not ended.</summary>
    public async Task<RoundOutcome?> OutcomeAsync(RoundId round, CancellationToken cancellationToken) =>
        (await documents.ReadAsync(DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>All rounds, the one that began last first.</summary>
    public async Task<IReadOnlyList<RoundStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var rounds = new List<RoundStatus>();
        await foreach (string name in documents.ListAsync(DocumentPath.Rounds, cancellationToken).ConfigureAwait(false))
        {
            string id = name.EndsWith(StatusSuffix, StringComparison.Ordinal) ? name[DocumentPath.Rounds.Length..^StatusSuffix.Length] : string.Empty;
            if (NameRule.Holds(id) && await StatusAsync(new RoundId(id), cancellationToken).ConfigureAwait(false) is { } status)
            {
                rounds.Add(status);
            }
        }

        return [.. rounds.OrderByDescending(status => status.StartedAt).ThenBy(status => status.Round.Value, StringComparer.Ordinal)];
    }

    /// <summary>Follows a round to its end.</summary>
    /// <param name="round">The round; it may not have begun yet.</param>
    /// <param name="cancellationToken">Stops following.</param>
    /// <returns>The status each time it changed; the last one is an end.</returns>
    /// <exception cref="UserErrorException">No such round began within <see cref="LongestUnknown"/>.</exception>
    public async IAsyncEnumerable<RoundStatus> FollowAsync(RoundId round, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        string? lastTag = null;
        while (true)
        {
            StoredDocument<RoundStatus>? found = await documents.ReadAsync(
                DocumentPath.Status(round), FederationJsonContext.Default.RoundStatus, RoundStatus.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
            if (found is not null && found.Tag != lastTag)
            {
                lastTag = found.Tag;
                yield return found.Value;
                if (RoundEnds.IsEnd(found.Value.Phase))
                {
                    yield break;
                }
            }

            if (found is null && clock.GetElapsedTime(began) > LongestUnknown)
            {
                throw Unknown(round);
            }

            await Task.Delay(BetweenLooks, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}

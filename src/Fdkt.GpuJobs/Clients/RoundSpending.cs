using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Clients;

/// <summary>
/// What a release shares a round with, for a policy's <c>epsilonPerRound</c>. A round may take demonstrations that were pushed, several of one client, so pushes that wait
/// count with each other and with every round of their task. What the client cannot find out counts.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="documents">Where claims and outcomes of rounds are.</param>
public sealed class RoundSpending(ClientId client, IDocumentStore documents)
{
    /// <summary>Stands in the ledger for the round of a push, which is not known when it is charged.</summary>
    public const string PushRound = "push";

    /// <summary>What else a round that asks for a release may hold.</summary>
    /// <param name="ledger">The ledger's releases.</param>
    /// <param name="task">The task.</param>
    /// <param name="round">The round.</param>
    /// <param name="releaseId">The release itself, which may be charged already; left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<PrivacyEvent>> BesideJobAsync(IEnumerable<LedgerReservation> ledger, TaskId task, RoundId round, string releaseId, CancellationToken cancellationToken)
    {
        var events = new List<PrivacyEvent>();
        foreach (LedgerReservation release in Live(ledger, task, releaseId))
        {
            bool beside = release.Charge.Round == PushRound
                ? await TakenByAsync(release, task, cancellationToken).ConfigureAwait(false) is not { } taken || taken == round
                : release.Charge.Round == round.Value;
            events.AddRange(beside ? release.Charge.Events : []);
        }

        return events;
    }

    /// <summary>What else a round that takes a push may hold: other pushes that wait, and the task's newest round with what it took, unless it is over.</summary>
    /// <param name="ledger">The ledger's releases.</param>
    /// <param name="task">The task.</param>
    /// <param name="releaseId">The push itself, which may be charged already; left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<PrivacyEvent>> BesidePushAsync(IEnumerable<LedgerReservation> ledger, TaskId task, string releaseId, CancellationToken cancellationToken)
    {
        LedgerReservation[] live = [.. Live(ledger, task, releaseId)];
        string? newest = live.LastOrDefault(release => release.Charge.Round != PushRound)?.Charge.Round;
        if (newest is not null && NameRule.Holds(newest) && await IsOverAsync(new RoundId(newest), cancellationToken).ConfigureAwait(false))
        {
            newest = null;
        }

        var events = new List<PrivacyEvent>();
        foreach (LedgerReservation release in live)
        {
            bool beside = release.Charge.Round == PushRound
                ? await TakenByAsync(release, task, cancellationToken).ConfigureAwait(false) is not { } taken || !await IsOverAsync(taken, cancellationToken).ConfigureAwait(false)
                : release.Charge.Round == newest;
            events.AddRange(beside ? release.Charge.Events : []);
        }

        return events;
    }

    private static IEnumerable<LedgerReservation> Live(IEnumerable<LedgerReservation> ledger, TaskId task, string releaseId) =>
        ledger.Where(release => release.IsLive && release.Charge.Task == task.Value && release.Charge.ReleaseId != releaseId);

    /// <summary>The round that took a push; null where none did, as far as can be seen.</summary>
    private async Task<RoundId?> TakenByAsync(LedgerReservation push, TaskId task, CancellationToken cancellationToken) => push.ContentHash is { } content
        ? (await TryReadAsync(() => documents.ReadAsync(DocumentPath.Taken(task, client, content), FederationJsonContext.Default.TakenPush, TakenPush.CurrentSchemaVersion, cancellationToken))
            .ConfigureAwait(false))?.Round
        : null;

    private async Task<bool> IsOverAsync(RoundId round, CancellationToken cancellationToken) =>
        await TryReadAsync(() => documents.ReadAsync(DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken)).ConfigureAwait(false) is not null;

    private static async Task<T?> TryReadAsync<T>(Func<Task<StoredDocument<T>?>> read)
        where T : class, IControlDocument
    {
        try
        {
            return (await read().ConfigureAwait(false))?.Value;
        }
#pragma warning disable CA1031 // What cannot be read, for whatever reason, counts as if the push still waited.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}

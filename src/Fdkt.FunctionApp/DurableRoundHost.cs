using System.Text.Json;
using DurableTask.Core.Exceptions;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Fdkt.FunctionApp;

/// <summary>Rounds as durable orchestrations; the instance's id is the round's. Thread-safe.</summary>
internal sealed class DurableRoundHost(IDocumentStore documents) : IRoundHost
{
    private volatile DurableTaskClient? _client;

    private DurableTaskClient Client => _client ?? throw new InvalidOperationException("No trigger has brought a durable client yet.");

    /// <summary>Takes the client that came with a trigger. All lead to the same task hub, so the last one serves everybody.</summary>
    /// <param name="client">The client.</param>
    public void Use(DurableTaskClient client) => _client = client;

    /// <inheritdoc/>
    public async Task ContinueAsync(RoundId round, CancellationToken cancellationToken)
    {
        // Durable keeps instances over restarts by itself; an instance that is there, in whatever state, is not begun again.
        if (await FindAsync(round, cancellationToken).ConfigureAwait(false) is null)
        {
            try
            {
                var options = new StartOrchestrationOptions(round.Value).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
                await Client.ScheduleNewOrchestrationInstanceAsync(FederationRound.Name, null, options, cancellationToken).ConfigureAwait(false);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // Begun in the moment between.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RunsAsync(RoundId round, CancellationToken cancellationToken) =>
        await FindAsync(round, cancellationToken).ConfigureAwait(false) is { IsCompleted: false };

    /// <inheritdoc/>
    public async Task<RaiseResult> RaiseAsync<T>(RoundId round, EventName<T> name, T payload, CancellationToken cancellationToken)
        where T : class
    {
        if (await HasEndedAsync(round, cancellationToken).ConfigureAwait(false))
        {
            return RaiseResult.RoundOver;
        }

        // Durable drops what is raised to an instance that is not there, or no longer.
        if (await FindAsync(round, cancellationToken).ConfigureAwait(false) is not { IsCompleted: false })
        {
            return RaiseResult.Later;
        }

        await Client.RaiseEventAsync(round.Value, name.Name, JsonSerializer.SerializeToElement(payload, name.Type), cancellationToken).ConfigureAwait(false);

        // The round takes in events once more after its outcome is written. Was there none after the raise, it will see this one; was there one, it may have
        // returned: whoever raises deals with it as late, and doing that twice is doing it once.
        return await HasEndedAsync(round, cancellationToken).ConfigureAwait(false) ? RaiseResult.RoundOver : RaiseResult.Delivered;
    }

    /// <inheritdoc/>
    public async Task<bool> HasEndedAsync(RoundId round, CancellationToken cancellationToken) =>
        await documents.ReadAsync(DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false) is not null;

    private Task<OrchestrationMetadata?> FindAsync(RoundId round, CancellationToken cancellationToken) =>
        Client.GetInstanceAsync(round.Value, getInputsAndOutputs: false, cancellationToken);
}

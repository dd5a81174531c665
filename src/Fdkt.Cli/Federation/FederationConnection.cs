using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Cli.Federation;

/// <summary>The ports of a federation. Broker and storage are opened when they are first used, so a command needs only what it uses.</summary>
/// <param name="queue">Opens the broker.</param>
/// <param name="stores">Opens the storage.</param>
/// <param name="brokerFaults">Hears of faults of the broker; null where the broker tells none.</param>
internal sealed class FederationConnection(Func<IJobQueue> queue, Func<FederationStores> stores, BrokerFaults? brokerFaults = null) : IAsyncDisposable
{
    private readonly Lazy<IJobQueue> _queue = new(queue);
    private readonly Lazy<FederationStores> _stores = new(stores);

    /// <summary>Faults of the broker that are tried again.</summary>
    public BrokerFaults BrokerFaults { get; } = brokerFaults ?? new BrokerFaults();

    public IJobQueue Queue => _queue.Value;

    public IArtifactStore Artifacts => _stores.Value.Artifacts;

    public IDocumentStore Documents => _stores.Value.Documents;

    public IRoundJournalStore Journals => _stores.Value.Journals;

    public IDemoInbox Inbox => _stores.Value.Inbox();

    public async ValueTask DisposeAsync()
    {
        if (_queue.IsValueCreated)
        {
            await _queue.Value.DisposeAsync().ConfigureAwait(false);
        }
    }
}

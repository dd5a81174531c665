using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Messaging;
using Fdkt.Orchestrator.Hosting;

namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>What one orchestrator process sees of the ports. Once killed, nothing it does has an effect any more.</summary>
internal sealed class TestProcess(OrchestratorPorts inner, Pulse pulse)
{
    private int _appends;
    private int _calls;

    public bool Killed { get; private set; }

    /// <summary>Dies in the append to a journal of this number, the first being 1.</summary>
    public int? DiesAtAppend { get; init; }

    /// <summary>Whether it dies before the append is written, or after.</summary>
    public bool DiesBeforeWriting { get; init; }

    /// <summary>Calls of stores and queues.</summary>
    public int Calls => _calls;

    /// <summary>Runs before a document is written or a message is sent; throws to play a fault.</summary>
    public Action<string> OnEffect { get; set; } = _ => { };

    public OrchestratorPorts Ports => new(new Queue(this), new Artifacts(this), new Inbox(this), new Documents(this), new Journals(this));

    public void Kill()
    {
        Killed = true;
        pulse.Beat();
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> call, string effect = "")
    {
        Check();
        Interlocked.Increment(ref _calls);
        if (effect.Length > 0)
        {
            OnEffect(effect);
        }

        T result = await call();
        if (effect.Length > 0)
        {
            pulse.Beat();
        }

        Check();
        return result;
    }

    private Task<int> RunAsync(Func<Task> call, string effect = "") => RunAsync(
        async () =>
        {
            await call();
            return 0;
        },
        effect);

    private void Check()
    {
        if (Killed)
        {
            throw new IOException("This process is dead.");
        }
    }

    private sealed class Queue(TestProcess process) : IJobQueue
    {
        public Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Jobs.SendAsync(queue, message, cancellationToken), $"send {queue} {message.Id}");

        public IJobReceiver CreateReceiver(QueueName queue) => process.Inner.Jobs.CreateReceiver(queue);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Artifacts(TestProcess process) : IArtifactStore
    {
        public Task<ArtifactReference> WriteAsync(SealedArtifact artifact, CancellationToken cancellationToken) => process.RunAsync(() => process.Inner.Artifacts.WriteAsync(artifact, cancellationToken));

        public Task<ArtifactReference?> FindAsync(ArtifactPath path, CancellationToken cancellationToken) => process.RunAsync(() => process.Inner.Artifacts.FindAsync(path, cancellationToken));

        public Task<StoredArtifact> ReadAsync(ArtifactPath path, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Artifacts.ReadAsync(path, reference, limits, cancellationToken));

        public Task QuarantineAsync(ArtifactPath path, ReasonCode reason, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Artifacts.QuarantineAsync(path, reason, cancellationToken), $"quarantine {path.Name}");

        public Task<ReasonCode?> QuarantineReasonAsync(ArtifactPath path, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Artifacts.QuarantineReasonAsync(path, cancellationToken));
    }

    private sealed class Inbox(TestProcess process) : IDemoInbox
    {
        public Task SendAsync(DemoUpload upload, CancellationToken cancellationToken) => process.RunAsync(() => process.Inner.Inbox.SendAsync(upload, cancellationToken));

        public Task<IReadOnlyList<InboxMessage>> ReceiveAsync(int most, TimeSpan hideFor, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Inbox.ReceiveAsync(most, hideFor, cancellationToken));

        public Task DeleteAsync(InboxMessage message, CancellationToken cancellationToken) => process.RunAsync(() => process.Inner.Inbox.DeleteAsync(message, cancellationToken), "delete");

        public Task PoisonAsync(InboxMessage message, ReasonCode reason, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Inbox.PoisonAsync(message, reason, cancellationToken), "poison");
    }

    private sealed class Documents(TestProcess process) : IDocumentStore
    {
        public Task<StoredDocument<T>?> ReadAsync<T>(DocumentPath path, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
            where T : class, IControlDocument => process.RunAsync(() => process.Inner.Documents.ReadAsync(path, type, version, cancellationToken));

        public Task<bool> TryCreateAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
            where T : class, IControlDocument => process.RunAsync(() => process.Inner.Documents.TryCreateAsync(path, document, type, cancellationToken), $"create {path.Name}");

        public Task<bool> TryReplaceAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, string? tag, CancellationToken cancellationToken)
            where T : class, IControlDocument => process.RunAsync(() => process.Inner.Documents.TryReplaceAsync(path, document, type, tag, cancellationToken), $"replace {path.Name}");

        public Task DeleteAsync(DocumentPath path, CancellationToken cancellationToken) =>
            process.RunAsync(() => process.Inner.Documents.DeleteAsync(path, cancellationToken), $"delete {path.Name}");

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken)
        {
            process.Check();
            return process.Inner.Documents.ListAsync(prefix, cancellationToken);
        }
    }

    private sealed class Journals(TestProcess process) : IRoundJournalStore
    {
        public IRoundJournal Open(RoundId round) => new Journal(process, process.Inner.Journals.Open(round));
    }

    private sealed class Journal(TestProcess process, IRoundJournal inner) : IRoundJournal
    {
        public Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken) => process.RunAsync(() => inner.ReadAsync(cancellationToken));

        public async Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
        {
            process.Check();
            Interlocked.Increment(ref process._calls);
            bool dies = Interlocked.Increment(ref process._appends) == process.DiesAtAppend;
            if (!dies || !process.DiesBeforeWriting)
            {
                await inner.AppendAsync(entries, cancellationToken);
            }

            if (dies)
            {
                process.Kill();
            }

            process.Check();
            process.Beat();
        }
    }

    private OrchestratorPorts Inner => inner;

    private void Beat() => pulse.Beat();
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Messaging;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>Ports that pass everything on and note it first.</summary>
internal static class RecordingPorts
{
    /// <summary>Puts a transcript before some ports.</summary>
    public static WorkerPorts Of(WorkerPorts ports, Transcript transcript) => new(
        new RecordingQueue(ports.Queue, transcript), Recording<IArtifactStore>.Of(ports.Artifacts, transcript), new RecordingDocuments(ports.Documents, transcript),
        Recording<IDemoInbox>.Of(ports.Inbox, transcript));

    /// <summary>A port of any interface: whatever method it has or gets is noted.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is a type derived from this one at run time.")]
    public class Recording<TPort> : DispatchProxy
        where TPort : class
    {
        private TPort? _port;
        private Transcript? _transcript;

        public static TPort Of(TPort port, Transcript transcript)
        {
            TPort proxy = Create<TPort, Recording<TPort>>();
            var recording = (Recording<TPort>)(object)proxy;
            (recording._port, recording._transcript) = (port, transcript);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            ArgumentNullException.ThrowIfNull(targetMethod);
            _transcript!.Note($"{typeof(TPort).Name}.{targetMethod.Name}", args ?? []);
            return targetMethod.Invoke(_port, BindingFlags.DoNotWrapExceptions, null, args, null);
        }
    }

    /// <summary>Written out, since a proxy can't carry the constraints of generic methods.</summary>
    private sealed class RecordingDocuments(IDocumentStore store, Transcript transcript) : IDocumentStore
    {
        public Task<StoredDocument<T>?> ReadAsync<T>(DocumentPath path, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
            where T : class, IControlDocument
        {
            transcript.Note("read document", path, version);
            return store.ReadAsync(path, type, version, cancellationToken);
        }

        public Task<bool> TryCreateAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
            where T : class, IControlDocument
        {
            transcript.Note("create document", path, document, type);
            return store.TryCreateAsync(path, document, type, cancellationToken);
        }

        public Task<bool> TryReplaceAsync<T>(DocumentPath path, T document, JsonTypeInfo<T> type, string? tag, CancellationToken cancellationToken)
            where T : class, IControlDocument
        {
            transcript.Note("replace document", path, document, type, tag);
            return store.TryReplaceAsync(path, document, type, tag, cancellationToken);
        }

        public Task DeleteAsync(DocumentPath path, CancellationToken cancellationToken)
        {
            transcript.Note("delete document", path);
            return store.DeleteAsync(path, cancellationToken);
        }

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken)
        {
            transcript.Note("list documents", prefix);
            return store.ListAsync(prefix, cancellationToken);
        }
    }

    private sealed class RecordingQueue(IJobQueue queue, Transcript transcript) : IJobQueue
    {
        public Task SendAsync(QueueName name, QueueMessage message, CancellationToken cancellationToken)
        {
            transcript.Note("send", name, message);
            return queue.SendAsync(name, message, cancellationToken);
        }

        public IJobReceiver CreateReceiver(QueueName name) => new RecordingReceiver(queue.CreateReceiver(name), transcript);

        public ValueTask DisposeAsync() => queue.DisposeAsync();
    }

    private sealed class RecordingReceiver(IJobReceiver receiver, Transcript transcript) : IJobReceiver
    {
        public async Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken) =>
            await receiver.ReceiveAsync(wait, cancellationToken) is { } message ? new RecordingMessage(message, transcript) : null;

        public ValueTask DisposeAsync() => receiver.DisposeAsync();
    }

    private sealed class RecordingMessage(IReceivedMessage message, Transcript transcript) : IReceivedMessage
    {
        public string Id => message.Id;

        public string Subject => message.Subject;

        public ReadOnlyMemory<byte> Body => message.Body;

        public string? TraceParent => message.TraceParent;

        public DateTimeOffset? EnqueuedAt => message.EnqueuedAt;

        public int Deliveries => message.Deliveries;

        // A lock that lasts: renewals follow real time and tell of nothing else.
        public DateTimeOffset? LockedUntil => null;

        public Task CompleteAsync(CancellationToken cancellationToken)
        {
            transcript.Note("complete");
            return message.CompleteAsync(cancellationToken);
        }

        public Task AbandonAsync(CancellationToken cancellationToken)
        {
            transcript.Note("abandon");
            return message.AbandonAsync(cancellationToken);
        }

        public Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken)
        {
            transcript.Note("dead letter", reason, description);
            return message.DeadLetterAsync(reason, description, cancellationToken);
        }

        public Task RenewLockAsync(CancellationToken cancellationToken) => message.RenewLockAsync(cancellationToken);
    }
}

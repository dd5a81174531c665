using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;

namespace Fdkt.Transport.Inbox.Memory;

/// <summary>The inbox of one process: hides, redelivers and poisons as a storage queue does. Thread-safe.</summary>
/// <param name="time">The clock that ends hiding.</param>
public sealed class MemoryDemoInbox(TimeProvider time) : IDemoInbox
{
    private readonly Lock _gate = new();
    private readonly List<Item> _items = [];
    private readonly List<PoisonedUpload> _poisoned = [];

    /// <summary>What was moved aside, oldest first.</summary>
    public IReadOnlyList<PoisonedUpload> Poisoned
    {
        get
        {
            lock (_gate)
            {
                return [.. _poisoned];
            }
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(DemoUpload upload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Put(UploadMessage.Write(upload));
        return Task.CompletedTask;
    }

    /// <summary>Puts any bytes on the queue, as a sender that does not use <see cref="SendAsync"/> can.</summary>
    /// <param name="body">The bytes.</param>
    public void Put(ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            _items.Add(new Item { Id = Guid.NewGuid().ToString("N"), Body = body, VisibleAt = time.GetUtcNow() });
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InboxMessage>> ReceiveAsync(int most, TimeSpan hideFor, CancellationToken cancellationToken)
    {
        UploadMessage.CheckReceive(most, hideFor);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            return Task.FromResult<IReadOnlyList<InboxMessage>>([.. _items.Where(item => item.VisibleAt <= now).Take(most).Select(item => item.Deliver(now + hideFor))]);
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            _items.RemoveAll(item => item.IsHeldBy(message));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PoisonAsync(InboxMessage message, ReasonCode reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            _poisoned.Add(PoisonedUpload.Of(message, reason, time.GetUtcNow()));
            _items.RemoveAll(item => item.IsHeldBy(message));
        }

        return Task.CompletedTask;
    }

    private sealed class Item
    {
        private string _receipt = string.Empty;
        private long _deliveries;

        public required string Id { get; init; }

        public required ReadOnlyMemory<byte> Body { get; init; }

        public DateTimeOffset VisibleAt { get; set; }

        public InboxMessage Deliver(DateTimeOffset hiddenUntil)
        {
            VisibleAt = hiddenUntil;
            _receipt = Guid.NewGuid().ToString("N");
            return new InboxMessage(Id, _receipt, Body, ++_deliveries);
        }

        // A receipt ends with the next delivery: who took too long must not delete what another works on.
        public bool IsHeldBy(InboxMessage message) => Id == message.Id && _receipt == message.Receipt;
    }
}

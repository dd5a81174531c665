using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Inbox;

/// <summary>The queue on which clients announce demonstrations. At least once, in no order. Thread-safe.</summary>
/// <remarks>Every member throws <see cref="StorageUnavailableException"/> where the storage does not serve it within the retries.</remarks>
public interface IDemoInbox
{
    /// <summary>Largest message, in bytes: the limit of a storage queue.</summary>
    const int MaximumBytes = 48 * 1024;

    /// <summary>Announces demonstrations.</summary>
    /// <param name="upload">The announcement.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SendAsync(DemoUpload upload, CancellationToken cancellationToken);

    /// <summary>Takes messages; each is hidden from others for a while and comes again unless it is deleted.</summary>
    /// <param name="most">At most this many, 1 to 32.</param>
    /// <param name="hideFor">How long they are hidden.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Empty where nothing is there now.</returns>
    Task<IReadOnlyList<InboxMessage>> ReceiveAsync(int most, TimeSpan hideFor, CancellationToken cancellationToken);

    /// <summary>Ends a message that was dealt with.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task DeleteAsync(InboxMessage message, CancellationToken cancellationToken);

    /// <summary>Moves a message that cannot be dealt with aside, with its reason: to <c>demo-uploads-poison</c>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task PoisonAsync(InboxMessage message, ReasonCode reason, CancellationToken cancellationToken);
}

using System.Text;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Transport.Azure;

namespace Fdkt.Transport.Inbox.Azure;

/// <summary>The inbox as a storage queue. Messages are base64, as the triggers of Azure Functions expect them, and never expire.</summary>
/// <param name="storage">The account.</param>
/// <param name="time">The clock of the poison queue's records.</param>
public sealed class QueueDemoInbox(AzureStorage storage, TimeProvider time) : IDemoInbox
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueClient _uploads = storage.Queue(StorageNames.DemoUploads);
    private readonly QueueClient _poisoned = storage.Queue(StorageNames.PoisonedDemoUploads);

    /// <inheritdoc/>
    public Task SendAsync(DemoUpload upload, CancellationToken cancellationToken) => SendAsync(_uploads, UploadMessage.Write(upload), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InboxMessage>> ReceiveAsync(int most, TimeSpan hideFor, CancellationToken cancellationToken)
    {
        UploadMessage.CheckReceive(most, hideFor);
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(hideFor.TotalSeconds));
        QueueMessage[] messages = await _uploads.ReceiveMessagesAsync(most, seconds, cancellationToken).ConfigureAwait(false);
        return [.. messages.Select(Received)];
    }

    /// <summary>A message that was taken from the queue: here, or by a trigger whose host leaves the text as it is.</summary>
    /// <param name="message">The message.</param>
    public static InboxMessage Received(QueueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new InboxMessage(message.MessageId, message.PopReceipt, Decode(message.MessageText), message.DequeueCount);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            await _uploads.DeleteMessageAsync(message.Id, message.Receipt, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.ErrorCode == QueueErrorCode.MessageNotFound || error.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            // Deleted already, or delivered again since: then it belongs to its new holder.
        }
    }

    /// <inheritdoc/>
    public async Task PoisonAsync(InboxMessage message, ReasonCode reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        // First aside, then away: a crash between the two leaves it twice, never nowhere.
        await SendAsync(_poisoned, PoisonedUpload.Of(message, reason, time.GetUtcNow()).Write(), cancellationToken).ConfigureAwait(false);
        await DeleteAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at what was moved aside, oldest first, and leaves it there.</summary>
    /// <param name="most">At most this many, 1 to 32.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<PoisonedUpload>> PeekPoisonedAsync(int most, CancellationToken cancellationToken)
    {
        PeekedMessage[] messages = await _poisoned.PeekMessagesAsync(most, cancellationToken).ConfigureAwait(false);
        return [.. messages.Select(message => PoisonedUpload.Read(Decode(message.MessageText)))];
    }

    private static async Task SendAsync(QueueClient queue, byte[] body, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(Convert.ToBase64String(body), visibilityTimeout: null, timeToLive: Never, cancellationToken).ConfigureAwait(false);

    // What is no base64 comes from a sender of another kind: it goes on as it is, to be refused by whoever reads it.
    private static byte[] Decode(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : Encoding.UTF8.GetBytes(text);
    }
}

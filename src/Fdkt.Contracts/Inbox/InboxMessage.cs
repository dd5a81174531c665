namespace Fdkt.Contracts.Inbox;

/// <summary>A received message of the inbox; its body is from outside and not yet checked.</summary>
/// <param name="Id">The queue's id of the message.</param>
/// <param name="Receipt">Proof of this delivery.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Deliveries">How often it was delivered, 1 the first time.</param>
public sealed record InboxMessage(string Id, string Receipt, ReadOnlyMemory<byte> Body, long Deliveries);

namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>A message as it was delivered.</summary>
/// <typeparam name="T">What a message holds.</typeparam>
/// <param name="Token">Names the lock.</param>
/// <param name="Sequence">Place in the queue.</param>
/// <param name="Id">The sender's id.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Deliveries">How often it was delivered, this time included.</param>
/// <param name="LockedUntil">When the lock ends unless it is renewed.</param>
/// <param name="Death">Why it is a dead letter; null where it is none.</param>
internal sealed record PeekLocked<T>(Guid Token, long Sequence, string Id, T Content, int Deliveries, DateTimeOffset LockedUntil, Death? Death);

using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>A message that the store held.</summary>
/// <param name="Queue">Its queue.</param>
/// <param name="Place">Place in the queue, or among its dead letters.</param>
/// <param name="Id">The sender's id.</param>
/// <param name="Content">The encoded message.</param>
/// <param name="Death">Why it is a dead letter; null where it is none.</param>
internal sealed record StoredMessage(string Queue, long Place, string Id, byte[] Content, Death? Death);

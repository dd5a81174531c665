namespace Fdkt.Contracts.Messaging;

/// <summary>The lock of a message is lost: it will be, or was, delivered again.</summary>
/// <param name="messageId">The message.</param>
/// <param name="inner">What the broker said.</param>
public sealed class LockLostException(string messageId, Exception? inner = null) : Exception($"The lock of message {messageId} is lost.", inner);

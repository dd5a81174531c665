using Amqp;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>A message on its way to a receiver.</summary>
internal sealed class LockedMessage(Guid token) : Message
{
    /// <summary>Its lock, which becomes the delivery tag.</summary>
    public Guid Token { get; } = token;
}

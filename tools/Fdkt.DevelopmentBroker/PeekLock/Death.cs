namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>Why a message is a dead letter.</summary>
/// <param name="Reason">Reason in one word.</param>
/// <param name="Description">One sentence.</param>
internal sealed record Death(string Reason, string Description)
{
    /// <summary>The word of Service Bus for a message that was delivered too often.</summary>
    public const string DeliveryLimitReason = "MaxDeliveryCountExceeded";

    /// <summary>The delivery limit was reached.</summary>
    /// <param name="limit">The limit.</param>
    public static Death OfDeliveries(int limit) => new(DeliveryLimitReason, $"The message was delivered {limit} times without an end.");
}

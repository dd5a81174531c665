namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>A token. Not a record: records show their fields.</summary>
internal readonly struct BrokerToken(string text, DateTimeOffset expiresAt)
{
    public string Text { get; } = text;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;
}

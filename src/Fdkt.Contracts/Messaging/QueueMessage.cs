namespace Fdkt.Contracts.Messaging;

/// <summary>A message to send.</summary>
/// <param name="Id">Message id: a broker with duplicate detection drops a second one.</param>
/// <param name="Subject">What it is, such as "synthesis"; for people and filters.</param>
/// <param name="Body">UTF-8 JSON, at most <see cref="MaximumBytes"/>.</param>
/// <param name="TraceParent">W3C trace context; null where there is none.</param>
public sealed record QueueMessage(string Id, string Subject, ReadOnlyMemory<byte> Body, string? TraceParent = null)
{
    /// <summary>Largest body: 256 KiB is the limit of the standard tier, headers included.</summary>
    public const int MaximumBytes = 240 * 1024;
}

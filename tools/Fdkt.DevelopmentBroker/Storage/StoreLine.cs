namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>A line of the store: a message that came, or, without content, one that left.</summary>
/// <param name="Queue">Its queue.</param>
/// <param name="Dead">Whether it is a dead letter.</param>
/// <param name="Place">Its place there.</param>
/// <param name="Id">The sender's id.</param>
/// <param name="Content">The encoded message; null where it left.</param>
/// <param name="Reason">Why it is a dead letter.</param>
/// <param name="Description">The same in a sentence.</param>
internal sealed record StoreLine(string Queue, bool Dead, long Place, string? Id = null, byte[]? Content = null, string? Reason = null, string? Description = null);

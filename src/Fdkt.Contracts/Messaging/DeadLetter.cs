namespace Fdkt.Contracts.Messaging;

/// <summary>A message that nobody could handle.</summary>
/// <param name="Id">The sender's id.</param>
/// <param name="Subject">The sender's subject; empty where there is none.</param>
/// <param name="Body">The body: from outside, not checked.</param>
/// <param name="Reason">Why it is here: the name of a reason code, or the broker's own word; empty where there is none.</param>
/// <param name="Description">One sentence for the operator; empty where there is none.</param>
public sealed record DeadLetter(string Id, string Subject, ReadOnlyMemory<byte> Body, string Reason, string Description);

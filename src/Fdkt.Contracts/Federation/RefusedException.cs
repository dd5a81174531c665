namespace Fdkt.Contracts.Federation;

/// <summary>Input from outside that is refused for good: trying again cannot help.</summary>
/// <param name="reason">The stable reason.</param>
/// <param name="message">What, with its value and bound. Never text of a data set.</param>
/// <param name="inner">What it was found by.</param>
public sealed class RefusedException(ReasonCode reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable reason.</summary>
    public ReasonCode Reason { get; } = reason;
}

using Fdkt.Contracts.Federation;

namespace Fdkt.GpuJobs.Worker;

/// <summary>A job fails for good: another attempt cannot help.</summary>
/// <param name="reason">The stable reason.</param>
/// <param name="message">What, for the local log. Never text of a data set.</param>
/// <param name="inner">What it was found by.</param>
public sealed class JobFailedException(ReasonCode reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable reason.</summary>
    public ReasonCode Reason { get; } = reason;
}

using Fdkt.Contracts.Federation;

namespace Fdkt.GpuJobs.Worker;

/// <summary>How a job ends without a result.</summary>
/// <param name="IsRefusal">True: the owner does not want it done. False: it failed.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct JobVerdict(bool IsRefusal, ReasonCode Reason)
{
    public static JobVerdict Refused(ReasonCode reason) => new(true, reason);

    public static JobVerdict Failed(ReasonCode reason) => new(false, reason);
}

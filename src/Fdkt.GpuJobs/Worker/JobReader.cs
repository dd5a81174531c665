using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Reads a job from the bytes of a message, which may come from anyone: size, depth, encoding, version, kind, then every value.</summary>
internal static class JobReader
{
    /// <exception cref="RefusedException">The bytes are no job that could be done.</exception>
    public static Job Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > QueueMessage.MaximumBytes)
        {
            throw new RefusedException(ReasonCode.MessageTooLarge, $"The message has {body.Length} bytes; the limit is {QueueMessage.MaximumBytes}.");
        }

        Job job = ContractReader.Read(body, FederationJsonContext.Default.Job, Job.CurrentSchemaVersion);
        JobRules.Check(job);
        return job;
    }
}

using Fdkt.Contracts.Jobs;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>Does what a test says with a synthesis job, and counts.</summary>
internal sealed class StubHandler(Func<int, IRunProgress, CancellationToken, Task<JobOutput>> work) : IJobHandler
{
    public int Calls { get; private set; }

    public Type JobType => typeof(SynthesisJob);

    public static StubHandler Done() => new((_, _, _) => Task.FromResult(JobOutput.Nothing));

    public static StubHandler Throwing(Func<int, Exception?> fault) =>
        new((call, _, _) => fault(call) is { } exception ? Task.FromException<JobOutput>(exception) : Task.FromResult(JobOutput.Nothing));

    public Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken) => work(++Calls, progress, cancellationToken);
}

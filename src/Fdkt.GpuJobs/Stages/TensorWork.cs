using Fdkt.Learning.Native;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Work on tensors: off the caller's thread, with the number of threads that is set for the process.</summary>
internal static class TensorWork
{
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            TorchThreads.Apply();
            return work();
        },
        cancellationToken);

    public static Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            TorchThreads.Apply();
            return work();
        },
        cancellationToken);
}

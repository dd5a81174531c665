using TorchSharp;

namespace Fdkt.Learning.Native;

/// <summary>How many threads one operation on tensors may use. Set where several pieces of work share the processor.</summary>
/// <remarks>
/// The library keeps the number per thread and takes it over once, at a thread's first operation. So work calls <see cref="Apply"/> on the thread it runs on.
/// </remarks>
public static class TorchThreads
{
    private static readonly Lock Gate = new();
    private static int s_default;
    private static int s_limit;

    /// <summary>Limits operations of this process.</summary>
    /// <param name="threads">At least 1.</param>
    /// <returns>Dispose it to go back to the library's own number.</returns>
    public static IDisposable Limit(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        lock (Gate)
        {
            s_limit = threads;
        }

        return new Restore();
    }

    /// <summary>Makes the calling thread keep to the limit, or to the library's own number where there is none.</summary>
    public static void Apply()
    {
        TorchRuntime.EnsureLoaded();
        lock (Gate)
        {
            if (s_default == 0)
            {
                s_default = torch.get_num_threads();
            }

            torch.set_num_threads(s_limit == 0 ? s_default : s_limit);
        }
    }

    private sealed class Restore : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                s_limit = 0;
            }
        }
    }
}

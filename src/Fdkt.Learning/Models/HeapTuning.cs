using System.Runtime.InteropServices;

namespace Fdkt.Learning.Models;

/// <summary>Makes glibc keep freed memory instead of giving it back to the system after every step.</summary>
/// <remarks>
/// A training step frees and asks again for the same hundreds of megabytes. Handed back, each page is faulted in and zeroed
/// anew: 15 % of a step on the machine this was measured on. Other C libraries and systems are left alone.
/// </remarks>
internal static partial class HeapTuning
{
    private const int TrimThreshold = -1;
    private const int MapMaximum = -4;

    private static int s_done;

    /// <summary>Does it once per process. Never fails.</summary>
    public static void KeepFreedMemory()
    {
        if (Interlocked.Exchange(ref s_done, 1) != 0 || !OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // No block gets a mapping of its own, and the heap is not cut back below 2 GB.
            _ = SetOption(MapMaximum, 0);
            _ = SetOption(TrimThreshold, int.MaxValue);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library: it has its own ways.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}

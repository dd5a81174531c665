using System.Runtime.InteropServices;

namespace Fdkt.Learning.Native;

/// <summary>Lets the threads of the tensor library sleep soon after an operation, where other programs want the processors too.</summary>
/// <remarks>
/// GNU OpenMP lets a waiting thread spin 300,000 times first. Where another program has taken the processor of the thread waited for, that is all spent in vain, operation by
/// operation: a private step was seen to take 13.6 s in place of .2 s on two busy cores. 5,000 turns still bridge the gap between two operations on an idle machine.
/// </remarks>
internal static partial class ThreadWaiting
{
    private const string Spins = "GOMP_SPINCOUNT";
    private const string Policy = "OMP_WAIT_POLICY";

    /// <summary>Sets it, unless the user has. Works only before the library is loaded.</summary>
    public static void SetUp()
    {
        if (Environment.GetEnvironmentVariable(Spins) is null && Environment.GetEnvironmentVariable(Policy) is null)
        {
            // The native environment: the one .NET keeps is a copy that native code does not see.
            _ = SetEnvironment(Spins, "5000", 0);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}

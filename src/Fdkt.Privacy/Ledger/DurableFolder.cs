using System.Runtime.InteropServices;

namespace Fdkt.Privacy.Ledger;

/// <summary>Makes the names in a folder last: a file whose bytes are flushed can still be gone after a power loss while its name is not.</summary>
/// <remarks>Thread-safe.</remarks>
public static partial class DurableFolder
{
    /// <summary>Returns when the names of the files and folders directly in a folder are on the disk.</summary>
    /// <param name="path">The folder.</param>
    /// <remarks>Windows has no such call, and needs none: its file system journals names in order.</remarks>
    /// <exception cref="IOException">The folder is not there, or the disk failed.</exception>
    public static void Flush(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            throw new IOException($"The folder '{path}' cannot be opened to flush it: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            if (Sync(folder) != 0)
            {
                throw new IOException($"The folder '{path}' cannot be flushed to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private const int ReadOnly = 0;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

using Microsoft.Win32.SafeHandles;

namespace Fdkt.Privacy.Ledger;

/// <summary>The bytes on disk, and the lock that keeps others out. Not thread-safe.</summary>
/// <remarks>
/// The lock is held on a file beside the ledger, so that a reader can look at the ledger while a writer has it. Links are
/// resolved first: two names of one ledger share one lock.
/// </remarks>
internal sealed class LedgerFile : IDisposable
{
    private readonly FileStream _lock;
    private readonly SafeFileHandle _handle;
    private long _length;

    private LedgerFile(string path, FileStream heldLock, SafeFileHandle handle)
    {
        Path = path;
        _lock = heldLock;
        _handle = handle;
        _length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    /// <summary>Opens or makes the file and takes the lock.</summary>
    /// <exception cref="LedgerInUseException">Another one holds it.</exception>
    /// <exception cref="IOException">The folder is missing, or reading or writing failed.</exception>
    public static LedgerFile Open(string path)
    {
        string resolved = Resolve(System.IO.Path.GetFullPath(path));
        FileStream heldLock = TakeLock(resolved);
        try
        {
            SafeFileHandle handle = File.OpenHandle(resolved, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var file = new LedgerFile(resolved, heldLock, handle);
            if (file._length == 0)
            {
                // New: without its name on the disk, what is flushed into it could be gone after a power loss.
                DurableFolder.Flush(System.IO.Path.GetDirectoryName(resolved)!);
            }

            return file;
        }
        catch
        {
            heldLock.Dispose();
            throw;
        }
    }

    /// <summary>All bytes of a ledger that someone else may be writing.</summary>
    public static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..read];
    }

    public byte[] ReadAll()
    {
        var bytes = new byte[_length];
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(_handle, bytes.AsSpan(done), done);
            done += read > 0 ? read : throw new EndOfStreamException($"The privacy ledger '{Path}' was cut while it was read.");
        }

        return bytes;
    }

    /// <summary>Writes at the end and returns when the bytes are on the disk.</summary>
    /// <exception cref="IOException">The write failed, or the file is not as this object left it. How much was written is unknown.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (RandomAccess.GetLength(_handle) != _length)
        {
            throw new IOException($"The privacy ledger '{Path}' was changed by another program while it was open.");
        }

        RandomAccess.Write(_handle, bytes, _length);
        RandomAccess.FlushToDisk(_handle);
        _length += bytes.Length;
    }

    /// <summary>Cuts a last line that was never wholly written.</summary>
    public void CutTo(long length)
    {
        RandomAccess.SetLength(_handle, length);
        RandomAccess.FlushToDisk(_handle);
        _length = length;
    }

    public void Dispose()
    {
        _handle.Dispose();
        _lock.Dispose();
    }

    private static FileStream TakeLock(string path)
    {
        string lockPath = $"{path}.lock";
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(lockPath))
        {
            throw new LedgerInUseException(path, exception);
        }
    }

    // The one name of a path: no link in it, at any level.
    private static string Resolve(string fullPath)
    {
        if (System.IO.Path.GetDirectoryName(fullPath) is not { } folder)
        {
            return fullPath;
        }

        string here = System.IO.Path.Combine(Resolve(folder), System.IO.Path.GetFileName(fullPath));
        return new FileInfo(here).LinkTarget is null ? here : Resolve(File.ResolveLinkTarget(here, returnFinalTarget: true)!.FullName);
    }
}

using Microsoft.Win32.SafeHandles;

namespace Fdkt.Privacy.Ledger;

/// <summary>The bytes on disk, and the lock that keeps others out. Not thread-safe.</summary>
/// <remarks>
/// The lock is held on a file beside the ledger, so that a reader can look at the ledger while a writer has it. Links are
/// resolved first: two names of one ledger share one lock.
/// </remarks>
internal sealed class LedgerFile : IDisposable
{
    /// <summary>Between the name of a ledger and the number of one that was replaced.</summary>
    public const string ReplacedSuffix = ".replaced-";

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

    /// <summary>Opens the file and takes the lock. A file that is missing is not made.</summary>
    /// <exception cref="LedgerBehindException">There is no file.</exception>
    /// <exception cref="LedgerInUseException">Another one holds it.</exception>
    /// <exception cref="IOException">Reading or writing failed.</exception>
    public static LedgerFile Open(string path)
    {
        string resolved = Resolve(System.IO.Path.GetFullPath(path));
        if (!File.Exists(resolved))
        {
            // Looked for before the lock is taken: its file would be left beside nothing.
            throw new LedgerBehindException(resolved, "is missing");
        }

        FileStream heldLock = TakeLock(resolved);
        try
        {
            return new LedgerFile(resolved, heldLock, File.OpenHandle(resolved, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));
        }
        catch
        {
            heldLock.Dispose();
            throw;
        }
    }

    /// <summary>Makes a file, whole or not at all. One that is there is never replaced.</summary>
    /// <exception cref="LedgerInUseException">Another one is making or using it.</exception>
    /// <exception cref="IOException">There is a file of that name, the folder is missing, or writing failed.</exception>
    public static void Create(string path, ReadOnlySpan<byte> bytes)
    {
        string resolved = Resolve(System.IO.Path.GetFullPath(path));
        using FileStream heldLock = TakeLock(resolved);
        MoveIn(resolved, WriteBeside(resolved, bytes));
    }

    /// <summary>Puts a file in place of the ledger. The one that is there is kept beside it. A crash in between leaves no ledger, which is refused, and the old one beside it.</summary>
    /// <returns>Where the old one is; null where there was none.</returns>
    /// <exception cref="LedgerInUseException">Another one is using it.</exception>
    /// <exception cref="IOException">Writing or renaming failed.</exception>
    public static string? Replace(string path, ReadOnlySpan<byte> bytes)
    {
        string resolved = Resolve(System.IO.Path.GetFullPath(path));
        using FileStream heldLock = TakeLock(resolved);
        string temporary = WriteBeside(resolved, bytes);
        string? old = null;
        if (File.Exists(resolved))
        {
            old = Enumerable.Range(1, int.MaxValue).Select(number => FormattableString.Invariant($"{resolved}{ReplacedSuffix}{number}")).First(name => !File.Exists(name));
            File.Move(resolved, old, overwrite: false);
        }

        MoveIn(resolved, temporary);
        return old;
    }

    /// <summary>Writes bytes into a file beside the ledger, which the owner alone can read.</summary>
    private static string WriteBeside(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{path}.new";
        File.Delete(temporary); // What a killed process left.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(temporary, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
        return temporary;
    }

    private static void MoveIn(string path, string temporary)
    {
        File.Move(temporary, path, overwrite: false);
        // Without its name on the disk, what is flushed into it later could be gone after a power loss.
        DurableFolder.Flush(System.IO.Path.GetDirectoryName(path)!);
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

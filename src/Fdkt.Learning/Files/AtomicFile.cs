using System.Text;

namespace Fdkt.Learning.Files;

/// <summary>Writes a file so that its name only ever shows whole content: temporary file beside it, flush to disk, rename. The file has mode 600.</summary>
public static class AtomicFile
{
    /// <summary>Writes what a callback produces.</summary>
    /// <param name="path">The target; replaced where it exists. Its folder must exist.</param>
    /// <param name="write">Writes the content. If it throws, the target stays as it was and nothing is left beside it.</param>
    /// <exception cref="IOException">The disk is full, or the folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        // The same folder, since a rename is atomic within one file system only.
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, OwnersOwn()))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            // Gone after the rename; there only if something above failed. A missing folder has its own, earlier error.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    // Readable and writable by its owner alone: much of what is written holds private text, and nothing of it is meant for others on the machine.
    private static FileStreamOptions OwnersOwn()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Writes text as UTF-8 without a byte-order mark, on a thread of the pool: the flush to disk may take long.</summary>
    /// <param name="path">As in <see cref="Write"/>.</param>
    /// <param name="content">The text.</param>
    /// <param name="cancellationToken">Looked at before anything is written, and not after.</param>
    /// <returns>A task that ends when the file is in place. It fails as <see cref="Write"/> does.</returns>
    public static Task WriteTextAsync(string path, string content, CancellationToken cancellationToken)
    {
        byte[] bytes = new UTF8Encoding(false).GetBytes(content);
        return Task.Run(() => Write(path, stream => stream.Write(bytes)), cancellationToken);
    }
}

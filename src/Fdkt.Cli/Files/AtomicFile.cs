using System.Text;

namespace Fdkt.Cli.Files;

/// <summary>Writes files that are either whole or absent: to a temporary file beside the target, flushed to disk, then renamed over it.</summary>
public static class AtomicFile
{
    /// <summary>Writes text as UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The target; replaced where it exists.</param>
    /// <param name="content">The text.</param>
    /// <param name="cancellationToken">Stops the writing; the target stays as it was.</param>
    /// <returns>A task that ends when the file is in place.</returns>
    public static Task WriteTextAsync(string path, string content, CancellationToken cancellationToken) =>
        WriteAsync(path, async stream => await stream.WriteAsync(new UTF8Encoding(false).GetBytes(content), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Writes what a callback produces.</summary>
    /// <param name="path">The target; replaced where it exists. Its folder must exist.</param>
    /// <param name="write">Writes the content. If it throws, the target stays as it was and nothing is left beside it.</param>
    /// <param name="cancellationToken">Looked at once more before the file is put in place.</param>
    /// <returns>A task that ends when the file is in place.</returns>
    /// <exception cref="IOException">The disk is full, or the folder is missing or not writable.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        string fullPath = Path.GetFullPath(path);
        // The same folder, since a rename is atomic within one file system only.
        string temporary = $"{fullPath}.{Guid.NewGuid():N}.tmp";
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            File.Move(temporary, fullPath, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

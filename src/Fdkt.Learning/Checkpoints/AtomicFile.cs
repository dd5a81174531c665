namespace Fdkt.Learning.Checkpoints;

/// <summary>Writes a file so that its name only ever shows whole content: temporary file beside it, flush to disk, rename.</summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/>, replacing what is there. A failure leaves the old file and no temporary one.</summary>
    /// <exception cref="IOException">The disk is full, or the folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full) ?? full, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
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
}

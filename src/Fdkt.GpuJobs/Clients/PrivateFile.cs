namespace Fdkt.GpuJobs.Clients;

/// <summary>Files of a client's folder that only its owner can read: mode 600 where the system has modes.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file, whole or not at all. One that is there is never replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="IOException">The file exists, or can't be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = Open(temporary, FileMode.CreateNew))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path);
        }
        finally
        {
            // Gone after the rename; there only if something above failed.
            File.Delete(temporary);
        }
    }

    /// <summary>Adds to the end of a file, which comes to be with its first bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="content">What is added.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Append(string path, ReadOnlySpan<byte> content)
    {
        using FileStream stream = Open(path, FileMode.Append);
        stream.Write(content);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}

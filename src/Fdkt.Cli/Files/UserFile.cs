using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Files;

/// <summary>Small files that a user names.</summary>
internal static class UserFile
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <param name="limit">Largest size in bytes.</param>
    /// <param name="what">What it is, for the message: "statement".</param>
    /// <param name="remedy">What to do where it is missing.</param>
    /// <exception cref="UserErrorException">Missing or too large.</exception>
    public static byte[] Read(string path, string baseDirectory, long limit, string what, string remedy)
    {
        string fullPath = Path.GetFullPath(path, baseDirectory);
        if (!File.Exists(fullPath))
        {
            throw new UserErrorException(ExitCode.InvalidInput, $"{path}: there is no such {what}", remedy);
        }

        using FileStream stream = File.OpenRead(fullPath);
        if (stream.Length > limit)
        {
            throw new UserErrorException(ExitCode.InvalidInput, $"{path}: {stream.Length} bytes are too many for a {what}; at most {limit} are read", remedy);
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

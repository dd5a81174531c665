using System.Security.Cryptography;
using Fdkt.Learning.Files;

namespace Fdkt.Learning.Native;

/// <summary>Keeps changed copies of native libraries in a folder of the user, one per original.</summary>
/// <remarks>
/// An entry is named after the SHA-256 of the original and compared byte by byte with what it should hold before it is used: a cut or
/// altered entry is made anew. Files appear under their final name only when whole, so processes may share the folder.
/// </remarks>
/// <param name="root">Folder of the cache; made on first use, readable by its owner only.</param>
internal sealed class NativeCopyCache(string root)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The user's cache folder by the XDG base directory rules, or null where the user has no home.</summary>
    public static string? DefaultRoot()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathFullyQualified(cache))
        {
            // The rules say: a relative path is invalid and ignored.
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            if (!Path.IsPathFullyQualified(home))
            {
                return null;
            }

            cache = Path.Combine(home, ".cache");
        }

        return Path.Combine(cache, "fdkt", "native");
    }

    /// <summary>Path of a file with exactly <paramref name="changed"/>, made if it is not there.</summary>
    /// <param name="original">Bytes of the original; their hash names the entry.</param>
    /// <param name="changed">Bytes of the copy.</param>
    /// <param name="fileName">Name of the file in the entry's folder.</param>
    /// <exception cref="IOException">The folder cannot be made or the file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to write there.</exception>
    public string GetOrAdd(ReadOnlySpan<byte> original, byte[] changed, string fileName)
    {
        string folder = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(original)));
        string path = Path.Combine(folder, fileName);
        if (Holds(path, changed))
        {
            return path;
        }

        CreateFolder(folder);
        AtomicFile.Write(path, stream => stream.Write(changed));
        return path;
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    private static bool Holds(string path, byte[] content)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && file.Length == content.Length
                && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Unreadable: made anew, and the write reports what is wrong.
        }
    }
}

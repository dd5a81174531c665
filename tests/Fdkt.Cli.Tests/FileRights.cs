namespace Fdkt.Cli.Tests;

/// <summary>Who may read what was written.</summary>
internal static class FileRights
{
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>No file is for others on the machine. Says nothing on Windows, where rights are given otherwise.</summary>
    public static void AssertOwnersAlone(IEnumerable<string> files)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (string file in files)
        {
            UnixFileMode mode = File.GetUnixFileMode(file);
            Assert.True((mode & ~Owners) == UnixFileMode.None, $"{file}: {mode}");
        }
    }
}

using System.Runtime.InteropServices;

namespace Fdkt.Learning.Files;

/// <summary>Which rights new files of this process and of its children get where nothing else is said.</summary>
public static partial class NewFileMode
{
    // Rights of the group and of others, taken away: files get mode 600, folders 700.
    private const uint OthersAndGroup = 0b000_111_111;

    /// <summary>
    /// From here on whatever is written is its owner's alone: private rows, models trained on them, logs and traces, by us or by a library. Called
    /// once, at the start of a program. Does nothing on Windows, where a user's folders are closed to others as they are.
    /// </summary>
    public static void OwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Mask(OthersAndGroup);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint Mask(uint mask);
}

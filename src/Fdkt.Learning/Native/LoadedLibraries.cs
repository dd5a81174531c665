using System.Runtime.InteropServices;

namespace Fdkt.Learning.Native;

/// <summary>Finds the file behind a shared library that this Linux process has loaded.</summary>
internal static class LoadedLibraries
{
    /// <summary>Loads a library by name as any later library would get it, and returns the path of its file.</summary>
    /// <param name="name">Name the dynamic linker knows, such as <c>libstdc++.so.6</c>.</param>
    /// <returns>The path, or null where the library is not to be found.</returns>
    /// <remarks>Asking the process itself respects <c>LD_LIBRARY_PATH</c>, preloading and containers; a list of folders would not.</remarks>
    public static string? PathOf(string name)
    {
        // The handle is kept open on purpose: the library stays the one that was looked at.
        if (!NativeLibrary.TryLoad(name, out _))
        {
            return null;
        }

        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            int slash = line.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && Path.GetFileName(line[slash..]).StartsWith(name, StringComparison.Ordinal) && File.Exists(line[slash..]))
            {
                return line[slash..];
            }
        }

        return null;
    }
}

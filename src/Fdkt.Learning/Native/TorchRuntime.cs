using System.Runtime.InteropServices;

namespace Fdkt.Learning.Native;

/// <summary>Makes the native tensor library loadable. Call <see cref="EnsureLoaded"/> before the first tensor.</summary>
/// <remarks>
/// TorchSharp 0.107.0's Linux library asks for version <c>GLIBCXX_3.4.32</c> of the C++ runtime (GCC 13), which Debian 12 and Ubuntu 22.04
/// lack. The only symbol of that version, <c>std::ios_base_library_init</c>, is a marker that is never called. On such systems a copy of the
/// library, in which that one need is marked weak, is kept in the user's cache folder and loaded in place of the original. The original, which
/// may be a hard link into the package cache, is only read. TorchSharp's own attempt must not come first: where it fails it copies half a
/// gigabyte of libraries into the output folder.
/// </remarks>
public static class TorchRuntime
{
    private const string CxxRuntime = "libstdc++.so.6";
    private const string MarkerVersion = "GLIBCXX_3.4.32";
    private const string Remedy = "Use a system with GCC 13's C++ runtime (Debian 13, Ubuntu 24.04)";

    private static readonly Lock Gate = new();
    private static volatile bool _loaded;

    /// <summary>Loads the native libraries if this system needs help with it; otherwise does nothing.</summary>
    /// <remarks>
    /// Thread-safe; returns at once after the first success. Nothing is done on Windows and macOS, or where the C++ runtime is new enough.
    /// A failure is not remembered: a later call tries again.
    /// </remarks>
    /// <exception cref="TorchRuntimeException">
    /// The libraries cannot be loaded here: not beside the program, no Linux build for this processor or C library, a runtime that is too old
    /// in other ways as well, or no folder a copy can be written to and loaded from.
    /// </exception>
    public static void EnsureLoaded()
    {
        if (_loaded)
        {
            return;
        }

        lock (Gate)
        {
            if (!_loaded)
            {
                if (OperatingSystem.IsLinux())
                {
                    LoadOnLinux();
                }

                _loaded = true;
            }
        }
    }

    /// <summary>The needed versions of the C++ runtime that the installed one does not define.</summary>
    internal static IReadOnlyList<string> MissingVersions(ReadOnlyMemory<byte> library, ReadOnlyMemory<byte> cxxRuntime)
    {
        IReadOnlySet<string> defined = ElfSymbolVersions.Defined(cxxRuntime);
        return [.. ElfSymbolVersions.Needed(library)
            .Where(need => need.Library == CxxRuntime && (need.Flags & ElfSymbolVersions.WeakFlag) == 0 && !defined.Contains(need.Version))
            .Select(need => need.Version)];
    }

    private static void LoadOnLinux()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64
            || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            throw new TorchRuntimeException(
                TorchNatives.TorchSharpFile,
                null,
                $"{TorchNatives.TorchSharpFile} exists for linux-x64 with glibc only, and this is {RuntimeInformation.RuntimeIdentifier}: use such a system.");
        }

        ThreadWaiting.SetUp();
        TorchNatives natives = TorchNatives.Find();
        byte[] original = File.ReadAllBytes(natives.TorchSharp);
        string runtimePath = LoadedLibraries.PathOf(CxxRuntime) ?? throw new TorchRuntimeException(
            CxxRuntime, null, $"{TorchNatives.TorchSharpFile} needs {CxxRuntime}, which is not installed: install the package libstdc++6.");
        IReadOnlyList<string> missing = MissingVersions(original, File.ReadAllBytes(runtimePath));
        if (missing.Count == 0)
        {
            if (natives.AreElsewhere)
            {
                MarkedLibrary.LoadAsItIs(natives);
            }

            return;
        }

        if (missing.FirstOrDefault(version => version != MarkerVersion) is { } tooNew)
        {
            throw new TorchRuntimeException(
                TorchNatives.TorchSharpFile,
                tooNew,
                $"{TorchNatives.TorchSharpFile} needs {tooNew}, which {runtimePath} lacks. {Remedy}.");
        }

        MarkedLibrary.Load(natives, original, ElfSymbolVersions.WithWeakNeed(original, CxxRuntime, MarkerVersion), NativeCopyCache.DefaultRoot(), MarkerVersion, Remedy);
    }
}

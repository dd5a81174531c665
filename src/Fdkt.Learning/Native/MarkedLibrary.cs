using System.Runtime.InteropServices;
using TorchSharp;

namespace Fdkt.Learning.Native;

/// <summary>Loads libtorch and then the marked copy of TorchSharp's library, from the user's cache or else from a temporary folder.</summary>
internal static class MarkedLibrary
{
    /// <summary>Loads everything; the handles stay open for the life of the process.</summary>
    /// <param name="natives">Where the libraries are.</param>
    /// <param name="original">Bytes of TorchSharp's library.</param>
    /// <param name="marked">Bytes of the marked copy.</param>
    /// <param name="cacheRoot">The cache folder, or null where the user has none.</param>
    /// <param name="version">The version that was marked; for the message.</param>
    /// <param name="remedy">What to do otherwise; for the message.</param>
    /// <exception cref="TorchRuntimeException">Neither folder can hold a copy that loads, or libtorch does not load.</exception>
    public static void Load(TorchNatives natives, byte[] original, byte[] marked, string? cacheRoot, string version, string remedy)
    {
        LoadLibTorch(natives);
        Exception? cached = cacheRoot is null ? null : TryFrom(new NativeCopyCache(cacheRoot), original, marked);
        if (cacheRoot is not null && cached is null)
        {
            RequireThatTorchSharpFindsIt(version, remedy);
            return;
        }

        Exception? temporary = TryFromTemporaryFolder(original, marked);
        if (temporary is not null)
        {
            throw new TorchRuntimeException(
                TorchNatives.TorchSharpFile,
                version,
                $"{TorchNatives.TorchSharpFile} needs {version}, which this system lacks, and no adapted copy could be loaded from "
                + $"{cacheRoot ?? "a cache folder (no home)"}{(cached is null ? "" : $" ({OneLine(cached)})")} or {Path.GetTempPath()} ({OneLine(temporary)}). "
                + $"{remedy}, or set XDG_CACHE_HOME to a writable folder that is not mounted noexec.",
                temporary);
        }

        RequireThatTorchSharpFindsIt(version, remedy);
    }

    /// <summary>Loads everything without a mark, where libtorch lies in a folder in which TorchSharp does not look.</summary>
    /// <exception cref="TorchRuntimeException">A library does not load.</exception>
    public static void LoadAsItIs(TorchNatives natives)
    {
        LoadLibTorch(natives);
        LoadOne(natives.TorchSharp);
    }

    private static void LoadLibTorch(TorchNatives natives)
    {
        foreach (string path in natives.LibTorch)
        {
            LoadOne(path);
        }
    }

    private static void LoadOne(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new TorchRuntimeException(Path.GetFileName(path), null, $"{path} does not load: {OneLine(e)}", e);
        }
    }

    private static Exception? TryFrom(NativeCopyCache cache, byte[] original, byte[] marked)
    {
        try
        {
            NativeLibrary.Load(cache.GetOrAdd(original, marked, TorchNatives.TorchSharpFile));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            return e;
        }
    }

    private static Exception? TryFromTemporaryFolder(byte[] original, byte[] marked)
    {
        try
        {
            // A fresh folder of its own: in a shared one somebody else could place the file first.
            DirectoryInfo folder = Directory.CreateTempSubdirectory("fdkt-native-");
            try
            {
                return TryFrom(new NativeCopyCache(folder.FullName), original, marked);
            }
            finally
            {
                folder.Delete(recursive: true); // A loaded library needs its name no longer.
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    private static void RequireThatTorchSharpFindsIt(string version, string remedy)
    {
        // The same call TorchSharp makes. Made here first, because its own failing attempt has costs (see TorchRuntime).
        if (!NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _))
        {
            throw new TorchRuntimeException(
                TorchNatives.TorchSharpFile,
                version,
                $"{TorchNatives.TorchSharpFile} needs {version}, which this system lacks, and the adapted copy is loaded but not found by name. {remedy}.");
        }
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").Trim();
}

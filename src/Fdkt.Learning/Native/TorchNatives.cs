namespace Fdkt.Learning.Native;

/// <summary>The folders that hold TorchSharp's own native library and libtorch beside this program.</summary>
/// <param name="TorchSharp">Full path of <c>libLibTorchSharp.so</c>.</param>
/// <param name="LibTorch">Full paths of the libraries it needs, in the order in which they have to be loaded.</param>
internal sealed record TorchNatives(string TorchSharp, IReadOnlyList<string> LibTorch)
{
    /// <summary>File name of TorchSharp's native library on Linux.</summary>
    public const string TorchSharpFile = "libLibTorchSharp.so";

    // Each needs those before it. libgomp carries a hash in its name; libtorch brings its CUDA half, where there is one, by its own run path.
    private static readonly string[] LoadOrder = ["libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>Looks through <see cref="SearchFolders"/>.</summary>
    /// <exception cref="TorchRuntimeException">A library is in none of them.</exception>
    public static TorchNatives Find() => Find(SearchFolders());

    /// <summary>Looks through the given folders, in order.</summary>
    /// <exception cref="TorchRuntimeException">A library is in none of them.</exception>
    public static TorchNatives Find(IReadOnlyList<string> folders)
    {
        var paths = new List<string>();
        foreach (string pattern in LoadOrder)
        {
            string? path = Match(folders, pattern);
            if (path is not null)
            {
                paths.Add(path);
            }
            else if (!pattern.StartsWith("libgomp", StringComparison.Ordinal))
            {
                throw Missing(pattern, folders);
            }
        }

        return new TorchNatives(Match(folders, TorchSharpFile) ?? throw Missing(TorchSharpFile, folders), paths);
    }

    /// <summary>
    /// Build output (<c>runtimes/linux-x64/native</c>), published output (beside the program), then what the host was told (package folders,
    /// the folder a single-file program unpacks to).
    /// </summary>
    public static IReadOnlyList<string> SearchFolders()
    {
        string hostFolders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return
        [
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
            AppContext.BaseDirectory,
            .. hostFolders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
    }

    private static string? Match(IReadOnlyList<string> folders, string pattern) => folders
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal))
        .FirstOrDefault();

    private static TorchRuntimeException Missing(string file, IReadOnlyList<string> folders) => new(
        file,
        null,
        $"{file} is not beside the program (looked in {string.Join(", ", folders.Distinct())}): build for linux-x64 with the package "
        + "libtorch-cpu-linux-x64, or publish with its native files.");
}

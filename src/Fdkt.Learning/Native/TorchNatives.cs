namespace Fdkt.Learning.Native;

/// <summary>The folders that hold TorchSharp's own native library and libtorch beside this program.</summary>
/// <param name="TorchSharp">Full path of <c>libLibTorchSharp.so</c>.</param>
/// <param name="LibTorch">Full paths of the libraries it needs, in the order in which they have to be loaded.</param>
/// <param name="AreElsewhere">Whether they lie in a folder that the user named, where TorchSharp does not look.</param>
internal sealed record TorchNatives(string TorchSharp, IReadOnlyList<string> LibTorch, bool AreElsewhere = false)
{
    /// <summary>Environment variable with a folder of libtorch to take in place of the one that was built with: of the same version, such as the CUDA build beside a PyTorch installation.</summary>
    public const string FolderVariable = "FDKT_LIBTORCH";

    /// <summary>File name of TorchSharp's native library on Linux.</summary>
    public const string TorchSharpFile = "libLibTorchSharp.so";

    // Each needs those before it. libgomp carries a hash in its name; what the CUDA half needs besides, it finds by its own run path.
    private static readonly string[] LoadOrder = ["libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", CudaFile, "libtorch.so"];

    private static readonly string[] Optional = [LoadOrder[0], "libc10_cuda.so", CudaFile];

    private const string CudaFile = "libtorch_cuda.so";

    /// <summary>Whether the CUDA half is there.</summary>
    public bool HasCuda => LibTorch.Any(path => Path.GetFileName(path) == CudaFile);

    /// <summary>Looks through <see cref="SearchFolders"/>.</summary>
    /// <exception cref="TorchRuntimeException">A library is in none of them.</exception>
    public static TorchNatives Find() => Find(SearchFolders(), Environment.GetEnvironmentVariable(FolderVariable));

    /// <summary>Looks through the given folders, in order.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="libTorch">The only folder to look for libtorch in; null or empty takes the others.</param>
    /// <exception cref="TorchRuntimeException">A library is in none of them.</exception>
    public static TorchNatives Find(IReadOnlyList<string> folders, string? libTorch = null)
    {
        bool elsewhere = !string.IsNullOrWhiteSpace(libTorch);
        IReadOnlyList<string> searched = elsewhere ? [libTorch!] : folders;
        var paths = new List<string>();
        foreach (string pattern in LoadOrder)
        {
            string? path = Match(searched, pattern);
            if (path is not null)
            {
                paths.Add(path);
            }
            else if (!Optional.Contains(pattern))
            {
                throw Missing(pattern, searched);
            }
        }

        return new TorchNatives(Match(folders, TorchSharpFile) ?? throw Missing(TorchSharpFile, folders), paths, elsewhere);
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

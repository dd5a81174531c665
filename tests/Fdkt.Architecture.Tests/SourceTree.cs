using System.Reflection;
using System.Xml.Linq;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Architecture.Tests;

/// <summary>The repository on disk and the product's assemblies.</summary>
internal static class SourceTree
{
    private static readonly char[] Separators = ['/', '\\'];

    public static string Root { get; } = FindRoot();

    /// <summary>The assemblies of src, found by their projects' output beside the tests.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(RoundFile).Assembly,
        typeof(IRunEngine).Assembly,
        .. Directory.GetFiles(AppContext.BaseDirectory, "Fdkt.*.dll")
            .Where(file => !Path.GetFileName(file).Contains("Tests", StringComparison.Ordinal) && Path.GetFileName(file) != "Fdkt.Contracts.dll")
            .Select(Assembly.LoadFrom),
    ];

    /// <summary>Source files under a folder of the repository, without build output.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Separators).Any(part => part is "obj" or "bin"));

    /// <summary>Names of the projects that a project of src refers to.</summary>
    public static string[] References(string project) =>
    [
        .. XDocument.Load(Path.Combine(Root, "src", project, $"{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => ((string)reference.Attribute("Include")!).Split(Separators)[^1].Replace(".csproj", string.Empty, StringComparison.Ordinal)),
    ];

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fdkt.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Fdkt.sln is in no folder above the tests.");
    }
}

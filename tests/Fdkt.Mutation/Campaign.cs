namespace Fdkt.Mutation;

/// <summary>Which code is changed, and which tests have to notice.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Project">Test project, below tests.</param>
/// <param name="Namespace">Tests outside of this namespace do not count.</param>
/// <param name="Folders">Folders of source files that are changed.</param>
internal sealed record Campaign(string Name, string Project, string Namespace, IReadOnlyList<string> Folders)
{
    /// <summary>Accounting, sampling, noise and ledger; the statistics of audits; and the clipping of gradients with all that is around it.</summary>
    public static IReadOnlyList<Campaign> All { get; } =
    [
        new("privacy", "Fdkt.Privacy.Tests", "Fdkt.Privacy.Tests", [.. ((string[])["Accounting", "Sampling", "Noise", "Ledger"]).Select(folder => $"src/Fdkt.Privacy/{folder}")]),
        new("auditing", "Fdkt.Privacy.Tests", "Fdkt.Privacy.Tests.Auditing", ["src/Fdkt.Privacy/Auditing"]),
        new("clipping", "Fdkt.Learning.Tests", "Fdkt.Learning.Tests.PrivateTraining", ["src/Fdkt.Learning/PrivateTraining"]),
    ];

    /// <summary>The files that are changed. Exceptions hold messages and nothing else.</summary>
    /// <param name="root">The repository.</param>
    public IEnumerable<string> Files(string root) => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.EndsWith("Exception.cs", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}

namespace Fdkt.Learning.Tests.Tokenizers;

/// <summary>Data that is not part of the repository: FDKT_DATA, or ../shared/data beside it.</summary>
internal static class SharedData
{
    public static string File(params string[] parts)
    {
        string? root = Environment.GetEnvironmentVariable("FDKT_DATA");
        if (string.IsNullOrEmpty(root))
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Fdkt.sln")))
            {
                folder = folder.Parent;
            }

            root = Path.Combine(folder?.Parent?.FullName ?? ".", "shared", "data");
        }

        string path = Path.Combine([root, .. parts]);
        Assert.SkipUnless(System.IO.File.Exists(path), $"{path} is absent: set FDKT_DATA to the folder of the shared data.");
        return path;
    }
}

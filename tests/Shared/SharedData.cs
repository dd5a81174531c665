namespace Fdkt.Tests;

/// <summary>Real data that is not part of the repository: FDKT_DATA, else shared/data beside the repository.</summary>
internal static class SharedData
{
    public static string Require(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("FDKT_DATA");
        if (string.IsNullOrEmpty(root))
        {
            root = Path.Combine(RepositoryRoot.Find(), "..", "shared", "data");
        }

        string path = Path.Combine(root, relative);
        Assert.SkipUnless(File.Exists(path), $"{path} is absent: set FDKT_DATA to the folder of the shared data.");
        return path;
    }
}

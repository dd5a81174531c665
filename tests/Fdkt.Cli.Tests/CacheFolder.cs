using System.Runtime.CompilerServices;

namespace Fdkt.Cli.Tests;

/// <summary>Keeps the models that tests train out of the user's cache.</summary>
internal static class CacheFolder
{
    public static string Path { get; } = Directory.CreateTempSubdirectory("fdkt-test-cache-").FullName;

    [ModuleInitializer]
    internal static void Use()
    {
        Environment.SetEnvironmentVariable("FDKT_CACHE", Path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path, recursive: true);
    }
}

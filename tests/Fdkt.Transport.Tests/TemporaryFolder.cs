namespace Fdkt.Transport.Tests;

/// <summary>A folder that is gone with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fdkt-transport-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

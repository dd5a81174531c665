using Fdkt.Transport.Artifacts;

namespace Fdkt.Transport.Files;

/// <summary>Containers as folders and names as paths below them.</summary>
internal sealed class StoredFiles : IStoredBytes
{
    private readonly string _root;

    public StoredFiles(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        _root = Path.GetFullPath(root);
    }

    public string PathOf(string container, string name) => Path.Combine([_root, container, .. name.Split('/')]);

    /// <summary>Lets one process at a time write into a container.</summary>
    public Task<FileLock> LockAsync(string container, CancellationToken cancellationToken) =>
        FileLock.AcquireAsync(PathOf(container, $"{DurableFile.HiddenMark}lock"), cancellationToken);

    public Task<Stream?> OpenAsync(string container, string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(DurableFile.Open(PathOf(container, name)));
}

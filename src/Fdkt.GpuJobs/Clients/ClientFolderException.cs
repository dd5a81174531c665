namespace Fdkt.GpuJobs.Clients;

/// <summary>A client's folder cannot be used as it is.</summary>
public sealed class ClientFolderException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What is wrong, as a sentence without a full stop.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="inner">What the fault was found by.</param>
    public ClientFolderException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {problem}. {remedy}", inner) => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }
}

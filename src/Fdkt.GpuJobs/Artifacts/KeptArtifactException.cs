namespace Fdkt.GpuJobs.Artifacts;

/// <summary>An artifact that was made is missing or damaged on this disk. It is not made again: a second one would be another release.</summary>
public sealed class KeptArtifactException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="path">The artifact's folder.</param>
    /// <param name="problem">What is wrong, as a sentence without a full stop.</param>
    /// <param name="inner">What the fault was found by.</param>
    public KeptArtifactException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}. Restore the folder from a copy; a new release needs a new round.", inner) => Path = path;

    /// <summary>The artifact's folder.</summary>
    public string Path { get; }
}

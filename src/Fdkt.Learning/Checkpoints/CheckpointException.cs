namespace Fdkt.Learning.Checkpoints;

/// <summary>A checkpoint file is damaged, cut short, or of a kind that is not supported.</summary>
public sealed class CheckpointException : Exception
{
    private const int LongestName = 128;

    /// <summary>Creates the exception; the message names the file, the tensor where there is one, and the reason.</summary>
    /// <param name="file">The file that was read.</param>
    /// <param name="tensor">The tensor concerned, or null for the file as a whole.</param>
    /// <param name="reason">What is wrong, with the bound; never with content of the file.</param>
    /// <param name="innerException">The cause, or null.</param>
    public CheckpointException(string file, string? tensor, string reason, Exception? innerException = null)
        : base(tensor is null ? $"Checkpoint {file}: {reason}" : $"Checkpoint {file}, {Named(tensor)}: {reason}", innerException)
    {
        File = file;
        Tensor = tensor;
    }

    /// <summary>The file that was read.</summary>
    public string File { get; }

    /// <summary>The tensor concerned, or null for the file as a whole.</summary>
    public string? Tensor { get; }

    // The name comes from a file that may be anything: what does not look like a name of a weight is not repeated.
    private static string Named(string tensor) => tensor.Length <= LongestName && tensor.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        ? $"tensor '{tensor}'"
        : "a tensor without a usual name";
}

namespace Fdkt.Learning.Native;

/// <summary>The tensor library cannot be loaded on this machine. The message is one line: what is missing, and what to do.</summary>
public sealed class TorchRuntimeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="library">File name of the native library that cannot be loaded.</param>
    /// <param name="missing">What it lacks: a symbol version, or null where something else is wrong.</param>
    /// <param name="message">One line that names the library, what is missing and the remedy.</param>
    /// <param name="innerException">The cause, or null.</param>
    public TorchRuntimeException(string library, string? missing, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Library = library;
        Missing = missing;
    }

    /// <summary>File name of the native library that cannot be loaded, such as <c>libLibTorchSharp.so</c>.</summary>
    public string Library { get; }

    /// <summary>The symbol version that the system lacks, such as <c>GLIBCXX_3.4.32</c>; null where the reason is another one.</summary>
    public string? Missing { get; }
}

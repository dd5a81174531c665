using System.Globalization;

namespace Fdkt.GpuJobs.Data;

/// <summary>A data file cannot be used. The message names the file, the fault and the remedy, and never quotes a text.</summary>
public sealed class DataSourceException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="problem">What is wrong, as a sentence without a full stop.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="line">The line of the file, the first being 1; null where the fault has no line.</param>
    /// <param name="inner">What the fault was found by.</param>
    public DataSourceException(string file, string problem, string remedy, long? line = null, Exception? inner = null)
        : base(Describe(file, problem, remedy, line), inner)
    {
        File = file;
        Problem = problem;
        Remedy = remedy;
        Line = line;
    }

    /// <summary>The file as the user named it.</summary>
    public string File { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>The line of the file, the first being 1; null where the fault has no line.</summary>
    public long? Line { get; }

    private static string Describe(string file, string problem, string remedy, long? line)
    {
        string where = line is { } number ? string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}") : file;
        return $"{where}: {problem}. {remedy}";
    }
}

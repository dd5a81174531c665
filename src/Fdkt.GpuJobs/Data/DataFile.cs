using System.Text.RegularExpressions;
using Fdkt.Contracts.Rounds;
using ICSharpCode.SharpZipLib.GZip;

namespace Fdkt.GpuJobs.Data;

/// <summary>Where a data file is, what it holds, and how it is opened.</summary>
internal static partial class DataFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Makes a path absolute. <c>${NAME}</c> stands for an environment variable.</summary>
    public static string Resolve(string path, string baseDirectory)
    {
        string expanded = Variable().Replace(path, match =>
        {
            string name = match.Groups[1].Value;
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
                ? value
                : throw new DataSourceException(path, $"the environment variable {name} is not set", $"Set {name} to the folder of the data, or write the path out.");
        });
        return Path.GetFullPath(expanded, baseDirectory);
    }

    public static DataFormat FormatOf(DataSource source)
    {
        if (source.Format is { } given)
        {
            return given;
        }

        string name = WithoutGzip(source.Path!);
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".CSV" or ".TSV" => DataFormat.Csv,
            ".JSONL" or ".NDJSON" => DataFormat.Jsonl,
            ".PARQUET" => DataFormat.Parquet,
            _ => throw new DataSourceException(source.Path!, "its ending does not tell its format", "Name the format: csv, jsonl or parquet."),
        };
    }

    public static bool IsTabSeparated(string path) => WithoutGzip(path).EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens a file and reports its raw bytes as they are read.</summary>
    public static Stream Open(string fullPath, string name, Action<long>? bytesRead)
    {
        if (Directory.Exists(fullPath))
        {
            throw new DataSourceException(name, "this is a folder", "Name a file in it.");
        }

        if (!File.Exists(fullPath))
        {
            throw new DataSourceException(name, $"there is no such file (looked at {fullPath})", "Check the path; it is relative to the folder of the round file, and on the command line to the current folder.");
        }

        var file = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        return bytesRead is null ? file : new CountingStream(file, bytesRead);
    }

    /// <summary>Opens a file of text: unpacked where it is packed, and checked to be UTF-8.</summary>
    public static Stream OpenText(string fullPath, string name, Action<long>? bytesRead)
    {
        Stream raw = Open(fullPath, name, bytesRead);
        return new Utf8CheckingStream(IsGzip(fullPath) ? new GZipInputStream(raw) : raw, name);
    }

    private static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string WithoutGzip(string path) => IsGzip(path) ? path[..^".gz".Length] : path;

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}

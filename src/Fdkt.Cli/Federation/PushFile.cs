using System.IO.Compression;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;

namespace Fdkt.Cli.Federation;

/// <summary>Demonstrations in a file of the user's own: CSV or JSON Lines with the columns text and label, packed or not.</summary>
internal static class PushFile
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Reads the rows within the limits that the receiver has; nothing is held before the size is known to fit.</summary>
    /// <param name="path">As the user named it.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <param name="limits">What the receiver accepts.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RefusedException">Over a limit.</exception>
    /// <exception cref="DataSourceException">It cannot be used as a data file.</exception>
    public static async Task<IReadOnlyList<LabelledText>> ReadAsync(string path, string baseDirectory, ArtifactLimits limits, CancellationToken cancellationToken)
    {
        string fullPath = Path.GetFullPath(path, baseDirectory);
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            throw new DataSourceException(path, "Parquet is not read here", "Give CSV or JSON Lines.");
        }

        if (File.Exists(fullPath))
        {
            await MeasureAsync(fullPath, limits, cancellationToken).ConfigureAwait(false);
        }

        DatasetTable table = await DatasetReader.ReadAsync(new DataSource(path), baseDirectory, labelled: true, bytesRead: null, cancellationToken).ConfigureAwait(false);
        return table.Rows.Count <= limits.MaximumRows
            ? table.Rows
            : throw new RefusedException(ReasonCode.TooManyRows, $"{path} has {table.Rows.Count} rows; {limits.MaximumRows} are allowed.");
    }

    /// <summary>Walks through the file in constant memory: a bomb or an endless line is met here, before a reader builds rows of it.</summary>
    private static async Task MeasureAsync(string fullPath, ArtifactLimits limits, CancellationToken cancellationToken)
    {
        var file = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            Stream stream = fullPath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            byte[] buffer = new byte[BufferBytes];
            long total = 0, line = 0, lines = 0;
            try
            {
                for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    total += read;
                    foreach (byte value in buffer.AsSpan(0, read))
                    {
                        (line, lines) = value == (byte)'\n' ? (0, lines + 1) : (line + 1, lines);
                        if (line > limits.MaximumLineBytes)
                        {
                            throw new RefusedException(ReasonCode.TextTooLong, $"Line {lines + 1} is longer than {limits.MaximumLineBytes} bytes.");
                        }
                    }

                    if (total > limits.MaximumUnpackedBytes)
                    {
                        throw new RefusedException(ReasonCode.TooManyBytes, $"The file holds more than {limits.MaximumUnpackedBytes} bytes unpacked.");
                    }
                }
            }
            catch (InvalidDataException)
            {
                // The reader meets the same fault and says it with the file's name and a remedy.
            }
        }
    }
}

using System.IO.Compression;
using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Datasets;

/// <summary>The stored form of labelled text: gzip of JSON Lines, <c>{"text":…,"label":…}</c> each. Limits are held while reading.</summary>
public static class DatasetFormat
{
    private const byte LineFeed = (byte)'\n';

    // What packs nothing: the framework's writer would leave no bytes at all, which is no gzip stream.
    private static readonly byte[] NoRows = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Packs rows; equal rows give equal bytes.</summary>
    /// <param name="rows">The rows.</param>
    public static byte[] Write(IEnumerable<LabelledText> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (LabelledText row in rows)
            {
                gzip.Write(JsonSerializer.SerializeToUtf8Bytes(row, FederationJsonContext.Default.LabelledText));
                gzip.WriteByte(LineFeed);
            }
        }

        return packed.Length > 0 ? packed.ToArray() : [.. NoRows];
    }

    /// <summary>Unpacks rows from a stream of a data set, in bounded memory.</summary>
    /// <param name="packed">The gzip stream; not disposed.</param>
    /// <param name="limits">What is accepted.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RefusedException">Malformed, or over a limit. The message names the line, never its text.</exception>
    public static async Task<IReadOnlyList<LabelledText>> ReadAsync(Stream packed, ArtifactLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packed);
        ArgumentNullException.ThrowIfNull(limits);
        var rows = new List<LabelledText>();
        using var lines = new BoundedLines(limits);
        using var counted = new PackedStream(packed, limits);
        using var gzip = new GZipStream(counted, CompressionMode.Decompress);
        byte[] buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                lines.Take(buffer.AsSpan(0, read), line => Add(rows, line, limits));
            }
        }
        catch (InvalidDataException error)
        {
            throw new RefusedException(ReasonCode.MalformedDataset, $"The data set is no whole gzip stream after line {rows.Count}.", error);
        }

        return await counted.EndsAfterAsync(lines.Total, cancellationToken).ConfigureAwait(false) && lines.IsAtLineStart
            ? rows
            : throw new RefusedException(ReasonCode.MalformedDataset, $"The data set is no whole gzip stream, or ends inside a line, after line {rows.Count}.");
    }

    private static void Add(List<LabelledText> rows, ReadOnlySpan<byte> line, ArtifactLimits limits)
    {
        int number = rows.Count + 1;
        if (number > limits.MaximumRows)
        {
            throw new RefusedException(ReasonCode.TooManyRows, $"The data set has more than {limits.MaximumRows} rows.");
        }

        if (!System.Text.Unicode.Utf8.IsValid(line))
        {
            throw new RefusedException(ReasonCode.NotUtf8, $"Line {number} of the data set is no UTF-8.");
        }

        LabelledText? row;
        try
        {
            row = JsonSerializer.Deserialize(line, FederationJsonContext.Default.LabelledText);
        }
        catch (JsonException error)
        {
            throw new RefusedException(ReasonCode.MalformedDataset, $"Line {number} of the data set is no {{\"text\":…,\"label\":…}}.", error);
        }

        rows.Add(!string.IsNullOrWhiteSpace(row?.Text) && !string.IsNullOrWhiteSpace(row.Label)
            ? row
            : throw new RefusedException(ReasonCode.MalformedDataset, $"Line {number} of the data set has no text or no label."));
    }
}

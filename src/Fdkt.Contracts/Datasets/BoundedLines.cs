using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Datasets;

/// <summary>Cuts unpacked bytes into lines without ever holding more than one line.</summary>
internal sealed class BoundedLines(ArtifactLimits limits) : IDisposable
{
    private readonly MemoryStream _line = new();
    internal delegate void LineAction(ReadOnlySpan<byte> line);

    /// <summary>Bytes taken so far.</summary>
    public long Total { get; private set; }

    public bool IsAtLineStart => _line.Length == 0;

    public void Take(ReadOnlySpan<byte> bytes, LineAction action)
    {
        Total += bytes.Length;
        if (Total > limits.MaximumUnpackedBytes)
        {
            throw new RefusedException(ReasonCode.TooManyBytes, $"The data set unpacks to more than {limits.MaximumUnpackedBytes} bytes.");
        }

        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = end < 0 ? bytes : bytes[..end];
            if (_line.Length + part.Length > limits.MaximumLineBytes)
            {
                throw new RefusedException(ReasonCode.TextTooLong, $"A line of the data set is longer than {limits.MaximumLineBytes} bytes.");
            }

            _line.Write(part);
            if (end < 0)
            {
                return;
            }

            action(_line.GetBuffer().AsSpan(0, (int)_line.Length));
            _line.SetLength(0);
            bytes = bytes[(end + 1)..];
        }
    }

    public void Dispose() => _line.Dispose();
}

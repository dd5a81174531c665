using System.Globalization;
using System.Text;

namespace Fdkt.Bench.RoundScale;

/// <summary>Finds where requests end in the bytes of one HTTP/1.1 connection, whose bodies have a Content-Length, as those of the storage clients do.</summary>
internal sealed class RequestCount
{
    private const string LengthHeader = "Content-Length:";
    private const string HeadEnd = "\r\n\r\n";

    private readonly StringBuilder _head = new();
    private long _bodyLeft;

    /// <summary>Takes the next bytes.</summary>
    /// <returns>How many heads of requests ended in them.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        int requests = 0;
        while (bytes.Length > 0)
        {
            if (_bodyLeft > 0)
            {
                int skipped = (int)Math.Min(_bodyLeft, bytes.Length);
                _bodyLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            _head.Append((char)bytes[0]);
            bytes = bytes[1..];
            if (EndsHead())
            {
                requests++;
                _bodyLeft = Length(_head.ToString());
                _head.Clear();
            }
        }

        return requests;
    }

    private bool EndsHead() => _head.Length >= HeadEnd.Length && _head[^1] == '\n' && _head.ToString(_head.Length - HeadEnd.Length, HeadEnd.Length) == HeadEnd;

    private static long Length(string head)
    {
        string? line = head.Split("\r\n").FirstOrDefault(line => line.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : long.Parse(line.AsSpan(LengthHeader.Length), CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Fdkt.Transport.Tests.Faults;

/// <summary>A request as the proxy passes it on: as it came, but for the headers of the connection.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="BodyStart">Where its body begins.</param>
/// <param name="IsConditional">Whether it changes something under a condition.</param>
internal sealed record ProxiedRequest(byte[] Bytes, int BodyStart, bool IsConditional)
{
    private static readonly string[] ConditionHeaders = ["If-Match:", "If-None-Match:", "x-ms-blob-condition-appendpos:"];

    /// <summary>Null where the connection ends before a request.</summary>
    public static async Task<ProxiedRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var head = new MemoryStream();
        byte[] one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.WriteByte(one[0]);
        }

        string[] lines = Encoding.Latin1.GetString(head.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (lines.Any(line => Is(line, "Expect:")))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        string? length = lines.FirstOrDefault(line => Is(line, "Content-Length:"));
        byte[] body = new byte[length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        string passedOn = string.Join("\r\n", lines.Where(line => !Is(line, "Expect:") && !Is(line, "Connection:"))) + "\r\nConnection: close\r\n\r\n";
        // The SDK resumes a cut download with a condition; a 412 to that would say that the blob has changed, which no service says of one that has not.
        bool isConditional = !Is(lines[0], "GET ") && lines.Any(line => ConditionHeaders.Any(header => Is(line, header)));
        return new ProxiedRequest([.. Encoding.Latin1.GetBytes(passedOn), .. body], passedOn.Length, isConditional);
    }

    /// <summary>The words of its first line: method, target, version.</summary>
    public string[] FirstLine => Encoding.Latin1.GetString(Bytes, 0, Bytes.AsSpan().IndexOf((byte)'\r')).Split(' ');

    /// <summary>The request with another last byte; for one with a body.</summary>
    public ProxiedRequest WithLastBitFlipped() => this with { Bytes = [.. Bytes[..^1], (byte)(Bytes[^1] ^ 1)] };

    private static bool Is(string line, string header) => line.StartsWith(header, StringComparison.OrdinalIgnoreCase);

    private static bool EndsHead(MemoryStream head) => head.Length >= 4 && head.GetBuffer().AsSpan((int)head.Length - 4, 4).SequenceEqual("\r\n\r\n"u8);
}

namespace Fdkt.Transport.Tests.Faults;

/// <summary>A request that reached the service, and what it said; the client may have heard something else.</summary>
/// <param name="Arrived">Its place in the order of arrivals and answers.</param>
/// <param name="Answered">The answer's place in it.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">All bytes of the answer.</param>
internal sealed record StorageExchange(long Arrived, long Answered, ProxiedRequest Request, ReadOnlyMemory<byte> Answer)
{
    /// <summary>Whether it changed something: a PUT to which the service said yes.</summary>
    public bool IsWrite => Request.FirstLine[0] == "PUT" && Answer.Span.StartsWith("HTTP/1.1 2"u8);

    /// <summary>Container and name of the blob, without account and query.</summary>
    public string Blob => Uri.UnescapeDataString(Request.FirstLine[1].Split('?')[0].Split('/', 3)[^1]);

    /// <summary>What of the blob it is about, such as <c>comp=appendblock</c>; empty where it is the blob itself.</summary>
    public string Query => Request.FirstLine[1].Split('?', 2) is [_, var query] ? query : string.Empty;

    public ReadOnlyMemory<byte> Body => Request.Bytes.AsMemory(Request.BodyStart);
}

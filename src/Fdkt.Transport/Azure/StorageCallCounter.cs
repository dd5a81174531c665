using Azure.Core;
using Azure.Core.Pipeline;

namespace Fdkt.Transport.Azure;

/// <summary>Counts the requests that went out to the storage service, retries too. Thread-safe.</summary>
public sealed class StorageCallCounter : HttpPipelineSynchronousPolicy
{
    private long _calls;

    /// <summary>Requests so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref _calls);
}

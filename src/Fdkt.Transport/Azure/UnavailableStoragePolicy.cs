using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport.Azure;

/// <summary>Stands before the retries and says in one way that they were of no use: the SDK says it in three.</summary>
internal sealed class UnavailableStoragePolicy : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        catch (Exception error) when (IsUnreachable(error))
        {
            throw Unreachable(message, error);
        }

        CheckServed(message);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        catch (Exception error) when (IsUnreachable(error))
        {
            throw Unreachable(message, error);
        }

        CheckServed(message);
    }

    // One try fails with the first, several with the second; a try that took too long is cancelled by the SDK, not by the caller.
    private static bool IsUnreachable(Exception error) => error switch
    {
        RequestFailedException { Status: 0 } => true,
        AggregateException tries => tries.InnerExceptions.All(IsUnreachable),
        TaskCanceledException { InnerException: not null } => true,
        _ => false,
    };

    private static StorageUnavailableException Unreachable(HttpMessage message, Exception error)
    {
        Exception last = error is AggregateException tries ? tries.InnerExceptions[^1] : error;
        return new($"The storage at {message.Request.Uri.Host}:{message.Request.Uri.Port} cannot be reached: {last.Message}", error);
    }

    private static void CheckServed(HttpMessage message)
    {
        if (message.Response.Status is 408 or 429 or >= 500)
        {
            string? code = message.Response.Headers.TryGetValue("x-ms-error-code", out string? value) ? value : null;
            throw new StorageUnavailableException($"The storage at {message.Request.Uri.Host}:{message.Request.Uri.Port} cannot serve: {message.Response.Status} {code ?? message.Response.ReasonPhrase}.");
        }
    }
}

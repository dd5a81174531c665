using Azure.Core;

namespace Fdkt.Transport.Azure;

/// <summary>Which storage account is used, and how patiently. Either a connection string, for emulators, or the services' addresses and a credential.</summary>
public sealed record AzureStorageOptions
{
    /// <summary>A connection string with a key. For emulators only: in Azure shared keys are off.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Such as <c>https://NAME.blob.core.windows.net</c>.</summary>
    public Uri? BlobService { get; init; }

    /// <summary>Such as <c>https://NAME.queue.core.windows.net</c>.</summary>
    public Uri? QueueService { get; init; }

    /// <summary>The identity with which the services are called.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>How often a request is tried again that the service could not serve (408, 429, 5xx) or that lost its connection; 0 or above.</summary>
    public int MaximumRetries { get; init; } = 6;

    /// <summary>Wait before the first retry; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Longest wait before a retry.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one try may take.</summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Counts requests; null counts none.</summary>
    public StorageCallCounter? CallCounter { get; init; }
}

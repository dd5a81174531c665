namespace Fdkt.Contracts.Federation;

/// <summary>The storage cannot be reached, or could not serve a request within the retries. Trying later can help.</summary>
/// <param name="message">What it answered, or why it was not reached.</param>
/// <param name="inner">What went wrong last.</param>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

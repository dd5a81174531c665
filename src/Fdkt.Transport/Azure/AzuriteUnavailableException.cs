namespace Fdkt.Transport.Azure;

/// <summary>The storage emulator cannot be installed or started on this machine.</summary>
/// <param name="message">What is missing or failed, and what helps.</param>
/// <param name="inner">What it was found by.</param>
public sealed class AzuriteUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

using Azure.Core;
using Azure.Messaging.ServiceBus;

namespace Fdkt.Transport.Jobs.ServiceBus;

/// <summary>Reads where a namespace is. No message repeats any part of the text, which may hold a key.</summary>
public static class ServiceBusAddress
{
    private const string Scheme = "sb://";

    // Long enough for a slow network; a peer that says nothing for so long is tried again on a new link.
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Opens a client; it connects when it is first used.</summary>
    /// <param name="text">
    /// A namespace (<c>NAME.servicebus.windows.net</c>, with or without <c>sb://</c>), at which an identity signs in, or a connection string:
    /// <c>Endpoint=sb://HOST;SharedAccessKeyName=NAME;SharedAccessKey=KEY</c>, with <c>UseDevelopmentEmulator=true</c> for an emulator on this machine.
    /// </param>
    /// <param name="credential">The identity; asked for only where one signs in.</param>
    /// <exception cref="FormatException">It has neither form.</exception>
    public static ServiceBusClient Open(string text, Func<TokenCredential> credential)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentNullException.ThrowIfNull(credential);

        // One retry layer per call: ServiceBusJobQueue tries again, and tells that it does.
        var options = new ServiceBusClientOptions { RetryOptions = new ServiceBusRetryOptions { MaxRetries = 0, TryTimeout = StepTimeout } };
        if (text.Contains("Endpoint=", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return new ServiceBusClient(text, options);
            }
            catch (Exception error) when (error is FormatException or ArgumentException)
            {
                throw new FormatException("The connection string is not Endpoint=sb://HOST;SharedAccessKeyName=NAME;SharedAccessKey=KEY.");
            }
        }

        string host = (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..] : text).TrimEnd('/');
        return Uri.CheckHostName(host) == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal)
            ? new ServiceBusClient(host, credential(), options)
            : throw new FormatException("The address is neither a namespace, such as NAME.servicebus.windows.net, nor a connection string.");
    }
}

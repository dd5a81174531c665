namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Reads connection strings. No message repeats any part of one.</summary>
internal static class AmqpConnectionString
{
    public static AmqpOptions Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "amqp" or "amqps" ? OfUri(uri) : OfPairs(text);
    }

    private static AmqpOptions OfUri(Uri uri)
    {
        string[] user = uri.UserInfo.Split(':', 2);
        if (uri.Host.Length == 0 || uri.PathAndQuery.Trim('/').Length > 0)
        {
            throw new FormatException("The broker's address names no host, or has a path. Use amqp[s]://USER:PASSWORD@HOST:PORT.");
        }

        return new AmqpOptions
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port < 0 ? null : uri.Port,
            UseTls = uri.Scheme == "amqps",
            User = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
        };
    }

    private static AmqpOptions OfPairs(string text)
    {
        // A key ends in '=': only the first one of each part separates.
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)))
        {
            if (pair.Length != 2)
            {
                throw new FormatException("The connection string is neither amqp[s]://… nor Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=….");
            }

            pairs[pair[0]] = pair[1];
        }

        if (!pairs.TryGetValue("Endpoint", out string? endpoint) || !Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme != "sb" || uri.Host.Length == 0)
        {
            throw new FormatException("The connection string has no Endpoint=sb://HOST.");
        }

        if (!pairs.TryGetValue("SharedAccessKeyName", out string? name) || !pairs.TryGetValue("SharedAccessKey", out string? key))
        {
            throw new FormatException("The connection string lacks SharedAccessKeyName or SharedAccessKey.");
        }

        bool emulator = pairs.TryGetValue("UseDevelopmentEmulator", out string? flag) && bool.TryParse(flag, out bool on) && on;
        return new AmqpOptions
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : null,
            UseTls = !emulator,
            Key = new SharedAccessKey(name, key),
        };
    }
}

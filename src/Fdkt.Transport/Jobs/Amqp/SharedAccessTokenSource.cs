using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Signs shared access tokens: HMAC-SHA256 over the URL-encoded address and the expiry.</summary>
internal sealed class SharedAccessTokenSource(SharedAccessKey key, TimeProvider clock) : ITokenSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public string Kind => AmqpNames.SharedAccessToken;

    public ValueTask<BrokerToken> GetAsync(string audience, CancellationToken cancellationToken)
    {
        DateTimeOffset expires = clock.GetUtcNow() + Lifetime;
        return ValueTask.FromResult(new BrokerToken(Sign(audience, key.Name, key.Value, expires), expires));
    }

    internal static string Sign(string audience, string name, string key, DateTimeOffset expires)
    {
        string resource = WebUtility.UrlEncode(audience);
        string end = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{end}"));
        return $"SharedAccessSignature sr={resource}&sig={WebUtility.UrlEncode(Convert.ToBase64String(signature))}&se={end}&skn={WebUtility.UrlEncode(name)}";
    }
}

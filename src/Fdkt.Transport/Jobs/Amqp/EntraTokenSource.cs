using Azure.Core;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Tokens of Entra, which the credential keeps and renews.</summary>
internal sealed class EntraTokenSource(TokenCredential credential) : ITokenSource
{
    private static readonly string[] Scopes = ["https://servicebus.azure.net/.default"];

    public string Kind => AmqpNames.EntraToken;

    public async ValueTask<BrokerToken> GetAsync(string audience, CancellationToken cancellationToken)
    {
        AccessToken token = await credential.GetTokenAsync(new TokenRequestContext(Scopes), cancellationToken).ConfigureAwait(false);
        return new BrokerToken(token.Token, token.ExpiresOn);
    }
}

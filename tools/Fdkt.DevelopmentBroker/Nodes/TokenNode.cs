using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace Fdkt.DevelopmentBroker.Nodes;

/// <summary><c>$cbs</c>: takes tokens and remembers, per connection, which addresses they open. Thread-safe.</summary>
internal sealed class TokenNode(Func<PutToken, bool>? check) : IRequestProcessor
{
    private const int Unauthorized = 401;
    private const int BadRequest = 400;

    private readonly ConditionalWeakTable<Connection, ConcurrentDictionary<string, bool>> granted = [];

    public int Credit => 100;

    /// <summary>Whether a connection may use an address.</summary>
    public bool Opens(Connection connection, string address) =>
        check is null || (granted.TryGetValue(connection, out ConcurrentDictionary<string, bool>? addresses) && addresses.ContainsKey(address.ToLowerInvariant()));

    public void Process(RequestContext requestContext)
    {
        ApplicationProperties? properties = requestContext.Message.ApplicationProperties;
        if (properties?[AmqpNames.Operation] as string != AmqpNames.PutToken
            || properties["type"] is not string kind || properties["name"] is not string audience || requestContext.Message.Body is not string text || text.Length == 0)
        {
            Answer(requestContext, BadRequest, "A put-token request has type, name and a token as body.");
            return;
        }

        if (check is not null && !check(new PutToken(kind, audience, text)))
        {
            Answer(requestContext, Unauthorized, "The token is not accepted.");
            return;
        }

        string address = Uri.TryCreate(audience, UriKind.Absolute, out Uri? uri) ? uri.AbsolutePath.TrimStart('/') : audience;
        granted.GetOrCreateValue(requestContext.Link.Session.Connection)[Uri.UnescapeDataString(address).ToLowerInvariant()] = true;
        Answer(requestContext, AmqpNames.Accepted, "Accepted");
    }

    private static void Answer(RequestContext context, int status, string words) => context.Complete(new Message
    {
        ApplicationProperties = new ApplicationProperties { [AmqpNames.TokenStatusCode] = status, [AmqpNames.TokenStatusDescription] = words },
    });
}

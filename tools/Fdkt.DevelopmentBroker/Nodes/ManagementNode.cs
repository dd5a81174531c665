using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using Fdkt.DevelopmentBroker.Links;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker.Nodes;

/// <summary><c>QUEUE/$management</c>: peeks, renews locks, and settles messages whose link is gone. Tokens of locks are unique, so any queue's node finds them.</summary>
internal sealed class ManagementNode(BrokerQueues queues, string address) : IRequestProcessor
{
    private const int BadRequest = 400;

    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        var body = requestContext.Message.Body as Map;
        switch (requestContext.Message.ApplicationProperties?[AmqpNames.Operation] as string, body?[AmqpNames.LockTokens])
        {
            case (AmqpNames.PeekMessage, _) when body is not null && body[AmqpNames.MessageCount] is int count:
                Peek(requestContext, body[AmqpNames.FromSequenceNumber] is long first ? first : 0, count);
                break;
            case (AmqpNames.RenewLock, Guid[] { Length: > 0 } tokens):
                Renew(requestContext, tokens);
                break;
            case (AmqpNames.UpdateDisposition, Guid[] { Length: > 0 } tokens):
                Settle(requestContext, tokens, body!);
                break;
            default:
                Answer(requestContext, BadRequest, "The operation is not known, or its body is not whole.");
                break;
        }
    }

    private void Peek(RequestContext context, long from, int count)
    {
        PeekLocked<byte[]>[] seen = [.. (queues.Find(address)?.Peek() ?? []).Where(message => message.Sequence >= from).Take(count)];
        if (seen.Length == 0)
        {
            Answer(context, AmqpNames.NoContent, "There are no messages.");
            return;
        }

        var messages = new List();
        messages.AddRange(seen.Select(message => new Map { [AmqpNames.Message] = MessageCopies.Peek(message) }));
        Answer(context, AmqpNames.Ok, "OK", new Map { [AmqpNames.Messages] = messages });
    }

    private void Renew(RequestContext context, Guid[] tokens)
    {
        DateTimeOffset?[] ends = [.. tokens.Select(token => queues.First(queue => queue.Renew(token)))];
        if (ends.Any(end => end is null))
        {
            Answer(context, AmqpNames.Gone, "The lock is lost.");
        }
        else
        {
            Answer(context, AmqpNames.Ok, "OK", new Map { [AmqpNames.Expirations] = ends.Select(end => end!.Value.UtcDateTime).ToArray() });
        }
    }

    private void Settle(RequestContext context, Guid[] tokens, Map body)
    {
        Func<PeekLockQueue<byte[]>, Guid, bool>? settle = body[AmqpNames.DispositionStatus] switch
        {
            AmqpNames.Completed => static (queue, token) => queue.Complete(token),
            AmqpNames.Abandoned => static (queue, token) => queue.Abandon(token),
            AmqpNames.Suspended => (queue, token) => queue.Bury(token, new Death(
                body[AmqpNames.DispositionReason] as string ?? string.Empty, body[AmqpNames.DispositionDescription] as string ?? string.Empty)),
            _ => null,
        };
        if (settle is null)
        {
            Answer(context, BadRequest, "The disposition is not known.");
            return;
        }

        bool all = tokens.All(token => queues.First<bool>(queue => settle(queue, token) ? true : null) is not null);
        Answer(context, all ? AmqpNames.Ok : AmqpNames.Gone, all ? "OK" : "The lock is lost.");
    }

    private static void Answer(RequestContext context, int status, string words, Map? body = null)
    {
        var answer = new Message
        {
            ApplicationProperties = new ApplicationProperties { [AmqpNames.StatusCode] = status, [AmqpNames.StatusDescription] = words },
        };
        if (body is not null)
        {
            answer.BodySection = new AmqpValue { Value = body };
        }

        context.Complete(answer);
    }
}

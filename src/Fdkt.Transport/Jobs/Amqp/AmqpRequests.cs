using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Requests to a node of the broker, such as the token node, and their answers. Thread-safe.</summary>
internal sealed class AmqpRequests
{
    // Answers that may be on their way at once; the library renews the credit as they are accepted.
    private const int Credit = 100;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> pending = new();
    private readonly string replyTo = Guid.NewGuid().ToString("N");
    private SenderLink? sender;
    private ReceiverLink? receiver;
    private long last;

    private AmqpRequests()
    {
    }

    /// <summary>Whether a link is gone.</summary>
    public bool IsClosed => sender!.IsClosed || receiver!.IsClosed;

    /// <summary>Opens the pair of links.</summary>
    public static async Task<AmqpRequests> OpenAsync(Session session, string node, Limit limit)
    {
        var requests = new AmqpRequests();
        requests.receiver = await AmqpLinks.ReceiverAsync(session, node, requests.replyTo, limit, requests.OnAnswer).ConfigureAwait(false);
        try
        {
            requests.receiver.SetCredit(Credit);
            requests.sender = await AmqpLinks.SenderAsync(session, node, requests.replyTo, limit).ConfigureAwait(false);
        }
        catch
        {
            AmqpLinks.CloseQuietly(requests.receiver);
            throw;
        }

        requests.sender.AddClosedCallback((_, error) => requests.FailAll(error));
        requests.receiver.AddClosedCallback((_, error) => requests.FailAll(error));
        return requests;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="properties">Application properties.</param>
    /// <param name="body">The body, an AMQP value.</param>
    /// <param name="limit">Bound of the wait.</param>
    public async Task<Message> SendAsync(string operation, IEnumerable<KeyValuePair<string, object>> properties, object body, Limit limit)
    {
        string id = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        var request = new Message(body)
        {
            Properties = new Properties { MessageId = id, ReplyTo = replyTo },
            ApplicationProperties = new ApplicationProperties { [AmqpNames.Operation] = operation },
        };
        foreach ((string name, object value) in properties)
        {
            request.ApplicationProperties[name] = value;
        }

        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        pending[id] = answer;
        try
        {
            if (IsClosed)
            {
                throw AmqpFault.Closed(null, "request link");
            }

            sender!.Send(request, (_, _, outcome, _) => OnOutcome(answer, outcome), null);
            return await limit.WaitAsync(answer.Task).ConfigureAwait(false);
        }
        finally
        {
            pending.TryRemove(id, out _);
        }
    }

    /// <summary>The status of an answer; 0 where it has none.</summary>
    public static int Status(Message answer) =>
        (answer.ApplicationProperties?[AmqpNames.StatusCode] ?? answer.ApplicationProperties?[AmqpNames.TokenStatusCode]) as int? ?? 0;

    /// <summary>A fault for an answer that is no success.</summary>
    public static AmqpException Failed(Message answer, string what)
    {
        int status = Status(answer);
        object? words = answer.ApplicationProperties?[AmqpNames.StatusDescription] ?? answer.ApplicationProperties?[AmqpNames.TokenStatusDescription];
        Symbol condition = status switch
        {
            401 => ErrorCode.UnauthorizedAccess,
            404 => ErrorCode.NotFound,
            _ => ErrorCode.InternalError,
        };
        return new AmqpException(new Error(condition) { Description = $"The broker answered {what} with {status}: {words}" });
    }

    private static void OnOutcome(TaskCompletionSource<Message> answer, Outcome? outcome)
    {
        if (outcome is not Accepted)
        {
            answer.TrySetException(AmqpFault.Closed((outcome as Rejected)?.Error, "request"));
        }
    }

    private void OnAnswer(IReceiverLink link, Message answer)
    {
        link.Accept(answer);
        if (answer.Properties?.GetCorrelationId()?.ToString() is { } id && pending.TryRemove(id, out TaskCompletionSource<Message>? waiting))
        {
            waiting.TrySetResult(answer);
        }
    }

    private void FailAll(Error? error)
    {
        foreach (TaskCompletionSource<Message> waiting in pending.Values)
        {
            waiting.TrySetException(AmqpFault.Closed(error, "request link"));
        }
    }
}

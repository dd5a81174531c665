using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>
/// A message from a broker. It is settled over its link; where that is gone but the broker's locks outlive it, over the queue's management node on
/// whatever connection there is by then.
/// </summary>
internal sealed class AmqpReceivedMessage(
    AmqpConnection connection, QueueName queue, string address, AmqpReceiverLink link, Message message, AmqpOptions options, TimeProvider clock) : IReceivedMessage
{
    private readonly Guid? token = AmqpMessages.LockToken(message);

    public string Id { get; } = AmqpMessages.Id(message);

    public string Subject { get; } = AmqpMessages.Subject(message);

    public ReadOnlyMemory<byte> Body { get; } = AmqpMessages.Body(message);

    public string? TraceParent { get; } = AmqpMessages.Trace(message);

    public DateTimeOffset? EnqueuedAt { get; } = AmqpMessages.EnqueuedAt(message);

    public int Deliveries { get; } = AmqpMessages.Deliveries(message);

    public DateTimeOffset? LockedUntil { get; private set; } = AmqpMessages.LockedUntil(message);

    /// <summary>As far as can be known here.</summary>
    public bool IsStillLocked => LockedUntil is { } until ? until > clock.GetUtcNow() : !link.Closed.IsCompleted;

    /// <summary>The message as a dead letter.</summary>
    public DeadLetter AsDeadLetter() => AmqpMessages.DeadLetter(message);

    public Task CompleteAsync(CancellationToken cancellationToken) =>
        SettleAsync(static (link, message) => link.Accept(message), AmqpNames.Completed, [], cancellationToken);

    public Task AbandonAsync(CancellationToken cancellationToken) =>
        SettleAsync(static (link, message) => link.Release(message), AmqpNames.Abandoned, [], cancellationToken);

    public Task DeadLetterAsync(ReasonCode reason, string description, CancellationToken cancellationToken)
    {
        string name = ReasonNames.Of(reason);
        var error = new Error(AmqpNames.DeadLetterCondition)
        {
            Description = description,
            Info = new Fields { [(Symbol)AmqpNames.DeadLetterReason] = name, [(Symbol)AmqpNames.DeadLetterDescription] = description },
        };
        return SettleAsync(
            (link, message) => link.Reject(message, error),
            AmqpNames.Suspended,
            [new(AmqpNames.DispositionReason, name), new(AmqpNames.DispositionDescription, description)],
            cancellationToken);
    }

    public async Task RenewLockAsync(CancellationToken cancellationToken)
    {
        if (token is not { } locked || LockedUntil is null)
        {
            return;
        }

        // A broker that is away for a moment is no lost lock; one that stays away until the lock ends is. It is asked once whatever our clock says.
        var backOff = new BackOff(options);
        Exception? last;
        do
        {
            try
            {
                Message answer = await ManageAsync(AmqpNames.RenewLock, new Map { [AmqpNames.LockTokens] = new[] { locked } }, cancellationToken).ConfigureAwait(false);
                if (AmqpRequests.Status(answer) == AmqpNames.Ok && answer.Body is Map map && map[AmqpNames.Expirations] is DateTime[] and [DateTime until, ..])
                {
                    LockedUntil = AmqpMessages.Utc(until);
                    return;
                }

                last = AmqpRequests.Failed(answer, "a renewal");
                if (AmqpRequests.Status(answer) == AmqpNames.Gone)
                {
                    break;
                }
            }
            catch (Exception fault) when (AmqpFault.Is(fault) && !cancellationToken.IsCancellationRequested && !connection.IsDisposed)
            {
                last = fault;
            }

            options.OnRetry?.Invoke(last);
            await Task.Delay(backOff.Next(last), clock, cancellationToken).ConfigureAwait(false);
        }
        while (IsStillLocked);

        throw new LockLostException(Id, last);
    }

    private async Task SettleAsync(Action<ReceiverLink, Message> outcome, string status, KeyValuePair<string, object>[] more, CancellationToken cancellationToken)
    {
        if (await link.SettleAsync(message, outcome).WaitAsync(cancellationToken).ConfigureAwait(false) || token is not { } locked)
        {
            return;
        }

        try
        {
            var body = new Map { [AmqpNames.LockTokens] = new[] { locked }, [AmqpNames.DispositionStatus] = status };
            foreach ((string name, object value) in more)
            {
                body[name] = value;
            }

            _ = await ManageAsync(AmqpNames.UpdateDisposition, body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (AmqpFault.Is(fault) && !cancellationToken.IsCancellationRequested)
        {
            // As with a settlement that is lost on the way: the message comes again.
            options.OnRetry?.Invoke(new QueueUnavailableException(queue, fault));
        }
    }

    private async Task<Message> ManageAsync(string operation, Map body, CancellationToken cancellationToken)
    {
        string node = address + AmqpNames.ManagementSuffix;
        AmqpLine line = await connection.GetAsync(cancellationToken).ConfigureAwait(false);
        await line.AuthorizeAsync(node, cancellationToken).ConfigureAwait(false);
        AmqpRequests requests = await line.RequestsAsync(node).WaitAsync(cancellationToken).ConfigureAwait(false);
        var limit = new Limit(options.StepTimeout, clock, cancellationToken);

        // The name helps the broker only while the link is there.
        KeyValuePair<string, object>[] properties = link.Closed.IsCompleted ? [] : [new(AmqpNames.AssociatedLink, link.Name)];
        return await requests.SendAsync(operation, properties, body, limit).ConfigureAwait(false);
    }
}

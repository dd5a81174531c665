using Amqp;
using Amqp.Framing;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>
/// Sends a message until the broker has it. One that arrived although its answer was lost is sent again under the same id: a broker with duplicate
/// detection drops it, and receivers are idempotent anyway.
/// </summary>
internal sealed class AmqpSender(AmqpConnection connection, AmqpOptions options, TimeProvider clock)
{
    public async Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken)
    {
        MessageSize.Check(queue, message);
        var backOff = new BackOff(options);
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                AmqpLine line = await connection.GetAsync(cancellationToken).ConfigureAwait(false);
                await line.Senders.UseAsync(options.Address(queue), link => SendAsync(link, AmqpMessages.Encode(message), cancellationToken), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (AmqpFault.Is(fault) && !cancellationToken.IsCancellationRequested && !connection.IsDisposed)
            {
                if (AmqpFault.IsTooLarge(fault))
                {
                    throw MessageSize.TooLarge(queue, message, "the broker's limit is lower", fault);
                }

                if (AmqpFault.IsFinal(fault) || attempt >= options.SendAttempts)
                {
                    throw new QueueUnavailableException(queue, fault);
                }

                options.OnRetry?.Invoke(fault);
                wait = backOff.Next(fault);
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(SenderLink link, Message message, CancellationToken cancellationToken)
    {
        var outcome = new TaskCompletionSource<Outcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Send(message, (_, _, answer, _) => outcome.TrySetResult(answer), null);
        try
        {
            switch (await outcome.Task.WaitAsync(options.StepTimeout, clock, cancellationToken).ConfigureAwait(false))
            {
                case Accepted:
                    return;
                case Rejected rejected:
                    throw AmqpFault.Closed(rejected.Error, "delivery");
                default:
                    throw new AmqpException(ErrorCode.MessageReleased, "The broker did not take the message.");
            }
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            Withdraw(link, message, close: fault is TimeoutException);
            throw;
        }
    }

    private static void Withdraw(SenderLink link, Message message, bool close)
    {
        try
        {
            link.Cancel(message);
            if (close)
            {
                // A link that does not answer is not used again.
                AmqpLinks.CloseQuietly(link);
            }
        }
        catch (Exception fault) when (AmqpFault.Is(fault))
        {
            // The link is gone, and the message with it.
        }
    }
}

using System.Collections.Concurrent;
using Amqp;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Puts tokens for the addresses that a connection uses, and again before they expire. Thread-safe.</summary>
internal sealed class AmqpAuthorization(ITokenSource source, AmqpLine line, AmqpOptions options, TimeProvider clock)
{
    // A quarter of a token's life is time enough to try again.
    private const double RenewAfter = 0.75;
    private static readonly TimeSpan ShortestRenewal = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<Task>> granted = new(StringComparer.Ordinal);

    /// <summary>Returns when the broker has a token for an address.</summary>
    public async Task EnsureAsync(string address, CancellationToken cancellationToken)
    {
        Lazy<Task> grant = granted.GetOrAdd(address, static (address, self) => new Lazy<Task>(() => self.GrantAsync(address)), this);
        try
        {
            await grant.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (grant.Value.IsFaulted || grant.Value.IsCanceled)
        {
            granted.TryRemove(KeyValuePair.Create(address, grant));
            throw;
        }
    }

    private async Task GrantAsync(string address)
    {
        DateTimeOffset expires = await PutAsync(address).ConfigureAwait(false);
        _ = RenewAsync(address, expires);
    }

    private async Task<DateTimeOffset> PutAsync(string address)
    {
        // The form of Azure's own clients: no port, lower case, whatever the connection really uses.
        string audience = $"amqps://{options.Host}/{address}".ToLowerInvariant();
        BrokerToken token = await source.GetAsync(audience, line.Ended).ConfigureAwait(false);
        var limit = new Limit(options.StepTimeout, clock, line.Ended);
        AmqpRequests node = await line.RequestsAsync(AmqpNames.TokenNode).ConfigureAwait(false);
        Message answer = await node.SendAsync(
            AmqpNames.PutToken,
            [new("type", source.Kind), new("name", audience), new("expiration", token.ExpiresAt.UtcDateTime)],
            token.Text,
            limit).ConfigureAwait(false);
        return AmqpRequests.Status(answer) is AmqpNames.Ok or AmqpNames.Accepted ? token.ExpiresAt : throw AmqpRequests.Failed(answer, "a token");
    }

    private async Task RenewAsync(string address, DateTimeOffset expires)
    {
        var backOff = new BackOff(options);
        TimeSpan wait = (expires - clock.GetUtcNow()) * RenewAfter;
        while (!line.IsClosed)
        {
            try
            {
                await Task.Delay(wait > ShortestRenewal ? wait : ShortestRenewal, clock, line.Ended).ConfigureAwait(false);
                expires = await PutAsync(address).ConfigureAwait(false);
                backOff.Reset();
                wait = (expires - clock.GetUtcNow()) * RenewAfter;
            }
            catch (Exception fault) when (AmqpFault.Is(fault))
            {
                if (line.Ended.IsCancellationRequested)
                {
                    return;
                }

                options.OnRetry?.Invoke(fault);
                wait = backOff.Next(fault);
                if (clock.GetUtcNow() >= expires)
                {
                    // The broker ends the links now; who attaches again puts a new token, or hears why there is none.
                    granted.TryRemove(address, out _);
                    return;
                }
            }
        }
    }
}

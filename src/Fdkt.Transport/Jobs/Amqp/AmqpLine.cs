using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Amqp;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>One live connection, with what hangs on it. Once closed it stays closed; <see cref="AmqpConnection"/> makes the next one. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A token source without a timer holds nothing; late users of the token must not fail.")]
internal sealed class AmqpLine
{
    private readonly Connection connection;
    private readonly Session session;
    private readonly AmqpOptions options;
    private readonly TimeProvider clock;
    private readonly AmqpAuthorization? authorization;
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<AmqpRequests>>> requests = new(StringComparer.Ordinal);
    private int closing;

    public AmqpLine(Connection connection, AmqpOptions options, ITokenSource? tokens, TimeProvider clock)
    {
        this.connection = connection;
        this.options = options;
        this.clock = clock;
        session = new Session(connection);
        authorization = tokens is null ? null : new AmqpAuthorization(tokens, this, options, clock);
        Senders = new AmqpSenderLinks(session, this, options, clock);

        // A dead session under a live connection is of no use: both go.
        session.AddClosedCallback((_, _) => Close());
        connection.AddClosedCallback((_, _) => Close());
    }

    /// <summary>Whether it is of no more use.</summary>
    public bool IsClosed => Volatile.Read(ref closing) != 0 || connection.IsClosed || session.IsClosed;

    /// <summary>Fires when it closes.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Links to send on.</summary>
    public AmqpSenderLinks Senders { get; }

    /// <summary>A session of its own for a receiver, so that its faults stay with it.</summary>
    public Session NewSession() => new(connection);

    /// <summary>Returns when the broker lets this connection use an address.</summary>
    public Task AuthorizeAsync(string address, CancellationToken cancellationToken) =>
        authorization?.EnsureAsync(address, cancellationToken) ?? Task.CompletedTask;

    /// <summary>The requests to a node; opened once and kept.</summary>
    public async Task<AmqpRequests> RequestsAsync(string node)
    {
        Lazy<Task<AmqpRequests>> opened = requests.GetOrAdd(
            node,
            static (node, self) => new Lazy<Task<AmqpRequests>>(() => AmqpRequests.OpenAsync(self.session, node, new Limit(self.options.StepTimeout, self.clock, self.Ended))),
            this);
        try
        {
            AmqpRequests ready = await opened.Value.ConfigureAwait(false);
            if (!ready.IsClosed)
            {
                return ready;
            }
        }
        catch
        {
            requests.TryRemove(KeyValuePair.Create(node, opened));
            throw;
        }

        requests.TryRemove(KeyValuePair.Create(node, opened));
        throw AmqpFault.Closed(null, "request link");
    }

    /// <summary>Returns when what was written so far is out of this process.</summary>
    public Task FlushAsync() => connection.FlushAsync();

    /// <summary>Closes without waiting.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref closing, 1) != 0)
        {
            return;
        }

        // This may be the library's reading thread, inside a lock of its own: who waits for the end goes on elsewhere.
        _ = ended.CancelAsync();
        AmqpLinks.CloseQuietly(session);
        AmqpLinks.CloseQuietly(connection);
    }

    /// <summary>Closes and waits a little for the broker's answer, so that what was written arrives.</summary>
    public async Task CloseAsync(TimeSpan wait)
    {
        try
        {
            await connection.CloseAsync(wait, null).ConfigureAwait(false);
        }
        catch (Exception fault) when (AmqpFault.Is(fault))
        {
            // Gone already.
        }

        Close();
    }
}

using Amqp;
using Amqp.Sasl;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Holds the connection to the broker and builds it anew, with back-off, when it is lost. Thread-safe.</summary>
internal sealed class AmqpConnection : IAsyncDisposable
{
    private const int FrameBytes = 64 * 1024;

    // The broker must say something every minute, or the connection counts as lost.
    private const int IdleMilliseconds = 120_000;
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly AmqpOptions options;
    private readonly TimeProvider clock;
    private readonly ITokenSource? tokens;
    private readonly BackOff backOff;
    private readonly CancellationTokenSource ended = new();
    private Task<AmqpLine>? current;

    public AmqpConnection(AmqpOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        backOff = new BackOff(options);
        tokens = options switch
        {
            { Credential: { } credential } => new EntraTokenSource(credential),
            { Key: { } key } => new SharedAccessTokenSource(key, clock),
            _ => null,
        };
    }

    /// <summary>Whether it was disposed: nothing is tried again then.</summary>
    public bool IsDisposed => ended.IsCancellationRequested;

    /// <summary>The live connection; makes one where there is none. After a failed attempt the next one waits first.</summary>
    /// <param name="cancellationToken">Stops this wait, not the attempt, which others may wait for too.</param>
    public Task<AmqpLine> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(ended.IsCancellationRequested, this);
            if (current is null)
            {
                current = ConnectAsync(TimeSpan.Zero);
            }
            else if (current.IsFaulted || current.IsCanceled)
            {
                current = ConnectAsync(backOff.Next(current.Exception?.InnerException));
            }
            else if (current.IsCompletedSuccessfully && current.Result.IsClosed)
            {
                backOff.Reset();
                current = ConnectAsync(backOff.Next(null));
            }

            return current.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<AmqpLine>? last;
        lock (gate)
        {
            ended.Cancel();
            last = current;
        }

        try
        {
            if (last is not null)
            {
                await (await last.ConfigureAwait(false)).CloseAsync(CloseWait).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (AmqpFault.Is(fault))
        {
            // There was no connection to close.
        }
    }

    private async Task<AmqpLine> ConnectAsync(TimeSpan wait)
    {
        // Away from the lock of the caller.
        await Task.Yield();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ended.Token).ConfigureAwait(false);
        }

        var factory = new ConnectionFactory();
        factory.AMQP.ContainerId = $"fdkt-{Guid.NewGuid():N}";
        factory.AMQP.HostName = options.Host;
        factory.AMQP.MaxFrameSize = FrameBytes;
        factory.AMQP.IdleTimeout = IdleMilliseconds;
        factory.SASL.Profile = SaslProfile.Anonymous;
        var address = new Address(options.Host, options.ActualPort, options.User, options.Password, "/", options.UseTls ? "amqps" : "amqp");

        Task<Connection> attempt = factory.CreateAsync(address, ended.Token);
        try
        {
            return new AmqpLine(await attempt.WaitAsync(options.StepTimeout, clock, ended.Token).ConfigureAwait(false), options, tokens, clock);
        }
        catch
        {
            // One that comes about after all is closed; one that fails later is looked at by nobody else.
            _ = attempt.ContinueWith(
                late => _ = late.IsCompletedSuccessfully ? CloseLate(late.Result) : late.Exception is null,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    private static bool CloseLate(Connection connection)
    {
        AmqpLinks.CloseQuietly(connection);
        return true;
    }
}

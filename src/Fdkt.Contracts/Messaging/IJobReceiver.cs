namespace Fdkt.Contracts.Messaging;

/// <summary>Takes messages of one queue, one at a time per call. Disposing gives back what was not taken.</summary>
public interface IJobReceiver : IAsyncDisposable
{
    /// <summary>Waits for a message and locks it.</summary>
    /// <param name="wait">How long at the most.</param>
    /// <param name="cancellationToken">Stops waiting; no message is lost by it.</param>
    /// <returns>Null where none came.</returns>
    Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken);
}

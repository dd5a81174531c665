namespace Fdkt.Contracts.Messaging;

/// <summary>Looks at dead letters and leaves them where they are; for operators and tests. Thread-safe.</summary>
public interface IDeadLetterReader
{
    /// <summary>The dead letters of a queue, oldest first.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="QueueUnavailableException">The broker cannot be reached.</exception>
    Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(QueueName queue, CancellationToken cancellationToken);
}

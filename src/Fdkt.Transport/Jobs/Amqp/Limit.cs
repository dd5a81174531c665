namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Bound of one step's wait.</summary>
/// <param name="Time">Longest wait; <see cref="TimeoutException"/> after it.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Token">Stops waiting.</param>
internal readonly record struct Limit(TimeSpan Time, TimeProvider Clock, CancellationToken Token)
{
    public Task WaitAsync(Task task) => task.WaitAsync(Time, Clock, Token);

    public Task<T> WaitAsync<T>(Task<T> task) => task.WaitAsync(Time, Clock, Token);
}

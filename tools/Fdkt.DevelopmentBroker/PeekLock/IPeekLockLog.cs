namespace Fdkt.DevelopmentBroker.PeekLock;

/// <summary>Hears what changes in a queue, under the queue's lock and before the sender or receiver hears of it.</summary>
/// <typeparam name="T">What a message holds.</typeparam>
internal interface IPeekLockLog<T>
{
    /// <summary>A message is in the queue.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="id">The sender's id.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="death">Why it is a dead letter; null where it is none.</param>
    void Added(long sequence, string id, T content, Death? death);

    /// <summary>A message is out of the queue.</summary>
    /// <param name="sequence">Its place.</param>
    void Removed(long sequence);
}

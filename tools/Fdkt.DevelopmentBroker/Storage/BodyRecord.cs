using Amqp;
using Fdkt.DevelopmentBroker.Links;

namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>Copies every body that is sent into a file, one after the other with a line end between, for tests that search it. Thread-safe.</summary>
internal sealed class BodyRecord(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Add(Message message)
    {
        lock (gate)
        {
            file.Write([.. MessageCopies.Body(message).Span, (byte)'\n']);
        }
    }

    public void Dispose() => file.Dispose();
}

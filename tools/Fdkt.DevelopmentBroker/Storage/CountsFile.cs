using System.Text.Json;

namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>Writes how full each queue is into a file, now and then and at the end: <c>{"jobs-llm":{"messages":1,"deadLetters":0}}</c>. Replaced as a whole.</summary>
internal sealed class CountsFile : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly BrokerQueues queues;
    private readonly ITimer timer;
    private string last = string.Empty;

    public CountsFile(string path, BrokerQueues queues, TimeProvider clock)
    {
        this.path = path;
        this.queues = queues;
        timer = clock.CreateTimer(_ => Write(), null, TimeSpan.Zero, Every);
    }

    public void Dispose()
    {
        timer.Dispose();
        Write();
    }

    private void Write()
    {
        lock (gate)
        {
            string text = JsonSerializer.Serialize(
                queues.Counts.ToDictionary(count => count.Name.Value, count => new QueueCount(count.Messages, count.DeadLetters)), StoreJson.Default.DictionaryStringQueueCount);
            if (text != last)
            {
                File.WriteAllText(path + ".new", text);
                File.Move(path + ".new", path, overwrite: true);
                last = text;
            }
        }
    }
}

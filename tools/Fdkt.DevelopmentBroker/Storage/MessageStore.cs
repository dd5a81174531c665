using System.Text.Json;
using Fdkt.DevelopmentBroker.PeekLock;

namespace Fdkt.DevelopmentBroker.Storage;

/// <summary>
/// Keeps messages over a restart: one file to which a line is added for each message that comes or leaves, written out before the sender hears of it. It stands
/// a killed process, not a machine that stops. Numbers of deliveries are not kept. Thread-safe.
/// </summary>
internal sealed class MessageStore(string folder) : IDisposable
{
    private readonly Lock gate = new();
    private readonly string path = Path.Combine(folder, "messages.jsonl");
    private FileStream? file;

    /// <summary>What a former process left, in order. Writes the file anew, without what has left.</summary>
    public IReadOnlyList<StoredMessage> Load()
    {
        Directory.CreateDirectory(folder);
        var found = new Dictionary<(string, bool, long), StoreLine>();
        foreach (StoreLine line in Lines())
        {
            (string, bool, long) key = (line.Queue, line.Dead, line.Place);
            if (line.Content is null)
            {
                found.Remove(key);
            }
            else
            {
                found[key] = line;
            }
        }

        StoreLine[] left = [.. found.Values.OrderBy(line => line.Place)];
        string fresh = path + ".new";
        using (FileStream target = File.Create(fresh))
        {
            foreach (StoreLine line in left)
            {
                Write(target, line);
            }
        }

        File.Move(fresh, path, overwrite: true);
        return [.. left.Select(line => new StoredMessage(line.Queue, line.Place, line.Id ?? string.Empty, line.Content!, line.Dead ? new Death(line.Reason ?? string.Empty, line.Description ?? string.Empty) : null))];
    }

    /// <summary>Begins to add lines.</summary>
    public void Open() => file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Hears what changes in a queue.</summary>
    public IPeekLockLog<byte[]> LogOf(string queue, bool dead) => new QueueLog(this, queue, dead);

    public void Dispose() => file?.Dispose();

    private IEnumerable<StoreLine> Lines()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        foreach (string text in File.ReadLines(path))
        {
            StoreLine? line;
            try
            {
                line = JsonSerializer.Deserialize(text, StoreJson.Default.StoreLine);
            }
            catch (JsonException)
            {
                // The last line of a process that was killed while it wrote: nobody was told that it is there.
                continue;
            }

            if (line is not null)
            {
                yield return line;
            }
        }
    }

    private void Add(StoreLine line)
    {
        lock (gate)
        {
            if (file is not null)
            {
                Write(file, line);
            }
        }
    }

    private static void Write(FileStream target, StoreLine line) => target.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, StoreJson.Default.StoreLine), (byte)'\n']);

    private sealed class QueueLog(MessageStore store, string queue, bool dead) : IPeekLockLog<byte[]>
    {
        public void Added(long sequence, string id, byte[] content, Death? death) =>
            store.Add(new StoreLine(queue, dead, sequence, id, content, death?.Reason, death?.Description));

        public void Removed(long sequence) => store.Add(new StoreLine(queue, dead, sequence));
    }
}

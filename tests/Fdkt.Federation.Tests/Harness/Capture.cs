using System.Collections.Concurrent;
using System.Text;
using Fdkt.Tests.Network;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>All bytes that went over the lines of a federation, by line and direction, in order. Thread-safe.</summary>
internal sealed class Capture
{
    private readonly ConcurrentDictionary<string, MemoryStream> _lines = new();
    private int _connections;

    /// <summary>Takes bytes of a line.</summary>
    /// <param name="line">Its name; bytes of one line come one after the other.</param>
    /// <param name="bytes">The bytes.</param>
    public void Add(string line, ReadOnlySpan<byte> bytes)
    {
        MemoryStream kept = _lines.GetOrAdd(line, _ => new MemoryStream());
        lock (kept)
        {
            kept.Write(bytes);
        }
    }

    /// <summary>Takes all bytes of a new connection to the broker.</summary>
    public (LoopbackRelay.Look There, LoopbackRelay.Look Back) BrokerConnection()
    {
        string name = $"broker connection {Interlocked.Increment(ref _connections)}";
        return (bytes => Add($"{name}, to it", bytes), bytes => Add($"{name}, from it", bytes));
    }

    /// <summary>What went over each line. Bytes that are no text stay between the texts.</summary>
    public IReadOnlyDictionary<string, string> Texts() => _lines.ToDictionary(line => line.Key, line =>
    {
        lock (line.Value)
        {
            return Encoding.Latin1.GetString(line.Value.ToArray());
        }
    });
}

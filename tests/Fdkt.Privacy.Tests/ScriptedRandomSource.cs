using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests;

/// <summary>Bytes that a test has written down, in this order; asking for more fails.</summary>
internal sealed class ScriptedRandomSource(params IEnumerable<byte> script) : IRandomSource
{
    private readonly Queue<byte> _left = new(script);

    /// <summary>Whole words, as a source of bytes gives them on this machine.</summary>
    public static ScriptedRandomSource OfWords(params IEnumerable<ulong> words) => new(words.SelectMany(BitConverter.GetBytes));

    /// <summary>Bytes not asked for.</summary>
    public int Left => _left.Count;

    /// <summary>How many bytes each call asked for.</summary>
    public List<int> Asked { get; } = [];

    public void Fill(Span<byte> destination)
    {
        Asked.Add(destination.Length);
        foreach (ref byte value in destination)
        {
            value = _left.Dequeue();
        }
    }
}

using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Tests;

/// <summary>Repeatable bytes, so that statistical tests cannot fail by chance.</summary>
internal sealed class SeededRandomSource(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}

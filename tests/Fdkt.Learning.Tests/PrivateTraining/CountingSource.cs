using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>The same bytes in every run, so that two runs draw the same batches and the same noise.</summary>
internal sealed class CountingSource(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}

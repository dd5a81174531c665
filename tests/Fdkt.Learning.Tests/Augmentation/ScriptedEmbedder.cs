using Fdkt.Learning.Encoders;

namespace Fdkt.Learning.Tests.Augmentation;

/// <summary>Vectors that a test gives, and the texts it was asked for.</summary>
internal sealed class ScriptedEmbedder(Func<string, float[]> vector) : ITextEncoder
{
    public List<string> Texts { get; } = [];

    public string Name => "scripted";

    public string Hash => new('0', 64);

    public int Dimension => vector("a").Length;

    public bool StaysInProcess => true;

    public Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Texts.AddRange(texts);
        return Task.FromResult<float[][]>([.. texts.Select(vector)]);
    }
}

using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Tests.Augmentation;

/// <summary>Vectors that a test gives, and the texts it was asked for.</summary>
internal sealed class ScriptedEmbedder(Func<string, float[]> vector) : ITextEmbedder
{
    public List<string> Texts { get; } = [];

    public bool StaysInProcess => true;

    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        Texts.AddRange(texts);
        return Task.FromResult<IReadOnlyList<float[]>>([.. texts.Select(vector)]);
    }
}

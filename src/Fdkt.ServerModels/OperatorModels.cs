using Fdkt.Learning.Encoders;

namespace Fdkt.ServerModels;

/// <summary>The models of a server's operator. Owns them.</summary>
/// <param name="Writer">Writes the texts.</param>
/// <param name="Embedder">Clusters demonstrations; null leaves that to the public model's encoder.</param>
public sealed record OperatorModels(IWritingBackend Writer, ITextEncoder? Embedder) : IDisposable
{
    /// <summary>Whether all that they are shown stays in this process.</summary>
    public bool StaysInProcess => Writer.StaysInProcess && Embedder is not { StaysInProcess: false };

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        (Embedder as IDisposable)?.Dispose();
    }
}

namespace Fdkt.Learning.Embedding;

/// <summary>Maps texts to vectors so that texts on one subject lie close. Clusters of demonstrations are made with it; judges and the public model keep to their own encoder.</summary>
public interface ITextEmbedder
{
    /// <summary>Whether texts stay in this process. Only such an embedder may be given private rows.</summary>
    bool StaysInProcess { get; }

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One vector per text, in order, all of one length; unit vectors, or zeros where nothing is known of a text.</returns>
    Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}

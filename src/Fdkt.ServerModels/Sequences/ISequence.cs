namespace Fdkt.ServerModels.Sequences;

/// <summary>One sequence of tokens under way.</summary>
public interface ISequence : IDisposable
{
    /// <summary>Whether the last batch held the last of its tokens, so that the next one is to be drawn now, before another batch.</summary>
    bool IsReady { get; }

    /// <summary>Draws the next token.</summary>
    /// <returns>The token; null where the model ends the sequence.</returns>
    int? Sample();

    /// <summary>Gives the sequence a token that the next batch reads.</summary>
    /// <param name="token">The token.</param>
    void Append(int token);

    /// <summary>The words of tokens.</summary>
    /// <param name="tokens">Drawn tokens, from the first.</param>
    /// <returns>The words; a character whose bytes are not all there is left out or replaced.</returns>
    string Decode(IReadOnlyList<int> tokens);
}

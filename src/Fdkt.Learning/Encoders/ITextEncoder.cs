namespace Fdkt.Learning.Encoders;

/// <summary>Maps a text to its state: a unit vector that lies close to those of texts on the same subject.</summary>
/// <remarks>Implementations are thread-safe, and several callers share the threads of one encoder.</remarks>
public interface ITextEncoder
{
    /// <summary>What people call it, such as <c>all-MiniLM-L6-v2</c>.</summary>
    string Name { get; }

    /// <summary>SHA-256, in lower-case hexadecimal, of all that decides a state: weights, vocabulary, pooling, the cut. Equal hashes, equal states.</summary>
    string Hash { get; }

    /// <summary>Values of a state; 0 where only the encoder's server knows it and has not been asked yet.</summary>
    int Dimension { get; }

    /// <summary>Whether texts stay in this process. Only such an encoder may be given private rows.</summary>
    bool StaysInProcess { get; }

    /// <summary>Encodes texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="mode">Whether a text may share a run with others.</param>
    /// <param name="progress">Told how many texts are done, every so often and from any thread; null tells nobody.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One state per text, in order, all of one length; unit vectors, or zeros where nothing is known of a text. They are the caller's own.</returns>
    Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken);
}

/// <summary>Whether the state of a text may depend on the texts that it is encoded with.</summary>
public enum EncodingMode
{
    /// <summary>
    /// Each text alone and without padding: its state is the same, bit for bit, whatever else is encoded.
    /// For private rows before a mechanism, since data sets that differ in one record must differ in nothing else; and for rows that are predicted, so that a prediction can be repeated.
    /// </summary>
    Independent,

    /// <summary>Texts of one length share a run, which is faster on short texts. The last bits of a state may depend on the others. For public and received text.</summary>
    Batched,
}

/// <summary>Shorter calls.</summary>
public static class TextEncoderExtensions
{
    /// <summary>Encodes texts without telling how far it is.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="texts">Any texts.</param>
    /// <param name="mode">Whether a text may share a run with others.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One state per text, in order.</returns>
    public static Task<float[][]> EncodeAsync(this ITextEncoder encoder, IReadOnlyList<string> texts, EncodingMode mode, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return encoder.EncodeAsync(texts, mode, null, cancellationToken);
    }
}

/// <summary>An encoder's files are missing, damaged or of another kind. The message is one line: which, why, and what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="inner">What it was found by.</param>
public sealed class EncoderException(string message, Exception? inner = null) : Exception(message, inner);

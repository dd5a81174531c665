using Fdkt.Learning.Embedding;
using Fdkt.Learning.Models;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.PublicModels;

/// <summary>What is learned from public text alone and shared by server and clients: tokenizer, encoder, language model and typical codes.</summary>
/// <remarks>Owns the decoder. Reading is thread-safe as far as the decoder's is.</remarks>
public sealed class PublicModel : IDisposable
{
    /// <summary>Puts a model together.</summary>
    /// <param name="tokenizer">Text to tokens.</param>
    /// <param name="encoder">Text to codes.</param>
    /// <param name="decoder">Codes to text. Owned.</param>
    /// <param name="codes">Encodings of public texts: where such text lies.</param>
    /// <param name="baseModel">The published model that the decoder started from; null for one of Fdkt's own.</param>
    public PublicModel(ITextTokenizer tokenizer, TextEncoder encoder, DecoderModel decoder, IReadOnlyList<float[]> codes, BaseModel? baseModel = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(codes);
        if (decoder.Config.ConditioningSize != encoder.Dimension)
        {
            throw new ArgumentException($"The decoder takes codes of {decoder.Config.ConditioningSize} values, the encoder makes {encoder.Dimension}.", nameof(decoder));
        }

        (Tokenizer, Encoder, Decoder, Codes, Base) = (tokenizer, encoder, decoder, codes, baseModel);
        MaximumTokens = Math.Min(baseModel?.MaximumTokens ?? int.MaxValue, decoder.Config.MaximumLength);
        NeverDrawn = NotText(tokenizer, decoder.Config.VocabularySize);
    }

    /// <summary>Text to tokens.</summary>
    public ITextTokenizer Tokenizer { get; }

    /// <summary>Text to codes.</summary>
    public TextEncoder Encoder { get; }

    /// <summary>Codes to text.</summary>
    public DecoderModel Decoder { get; }

    /// <summary>Encodings of public texts, unit vectors.</summary>
    public IReadOnlyList<float[]> Codes { get; }

    /// <summary>The published model that the decoder started from; null for one of Fdkt's own.</summary>
    public BaseModel? Base { get; }

    /// <summary>Longest text in tokens, begin and end among them.</summary>
    public int MaximumTokens { get; }

    /// <summary>Folder with the tokenizer's files, for a model that started from a published one; null for one of Fdkt's own.</summary>
    internal string? TokenizerFolder { get; init; }

    /// <summary>Ids that stand for no text and do not end one: none is ever drawn.</summary>
    internal IReadOnlyList<int> NeverDrawn { get; }

    /// <summary>A code as the decoder takes it: unit vectors scaled to values of about 1.</summary>
    /// <param name="encoding">A unit vector, or zeros for "no code".</param>
    /// <returns>The scaled copy.</returns>
    public static float[] ToControlCode(ReadOnlySpan<float> encoding)
    {
        var code = new float[encoding.Length];
        System.Numerics.Tensors.TensorPrimitives.Multiply(encoding, MathF.Sqrt(encoding.Length), code);
        return code;
    }

    /// <summary>Tokens of a text as the decoder was trained: begin, text, end; cut to the model's length.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At least two tokens.</returns>
    public int[] ToTokens(string text) => ToTokens(Tokenizer, text, MaximumTokens);

    internal static int[] ToTokens(ITextTokenizer tokenizer, string text, int maximum)
    {
        int[] tokens = [tokenizer.BeginId, .. tokenizer.Encode(text), tokenizer.EndId];
        return tokens.Length <= maximum ? tokens : tokens[..maximum];
    }

    /// <summary>Begin and padding, tokens of chats and the like, and ids that the model has and its tokenizer has not. The one that ends a text may also begin it.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="vocabularySize">Ids that the model has.</param>
    /// <returns>The ids, each once.</returns>
    public static int[] NotText(ITextTokenizer tokenizer, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        IEnumerable<int> special = tokenizer is IModelTokenizer published ? published.SpecialTokens.Values : [];
        IEnumerable<int> unknown = Enumerable.Range(tokenizer.VocabularySize, Math.Max(0, vocabularySize - tokenizer.VocabularySize));
        return [.. new[] { tokenizer.BeginId, tokenizer.PadId }.Concat(special).Concat(unknown).Where(id => id != tokenizer.EndId).Distinct()];
    }

    /// <inheritdoc/>
    public void Dispose() => Decoder.Dispose();
}

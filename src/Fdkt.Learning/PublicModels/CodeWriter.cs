using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;

namespace Fdkt.Learning.PublicModels;

/// <summary>Writes one text per code with a model's decoder.</summary>
/// <param name="model">Tokenizer and, unless another is given, decoder. Not owned.</param>
/// <param name="decoder">A privately trained decoder in place of the public one; null takes the public one.</param>
/// <param name="maximumTokens">Most tokens of a text, at least 1; what is longer is cut there. Null leaves it to the decoder's length, which always holds.</param>
public sealed class CodeWriter(PublicModel model, DecoderModel? decoder = null, int? maximumTokens = null)
{
    // Keys, values and logits of all texts that are written at a time.
    private const long MostCacheBytes = 1L << 30;

    private readonly DecoderModel _decoder = decoder ?? model.Decoder;

    /// <summary>Writes texts.</summary>
    /// <param name="encodings">Unit vectors, or zeros for unprompted text.</param>
    /// <param name="temperature">Of the sampling.</param>
    /// <param name="topK">Of the sampling; zero means all.</param>
    /// <param name="topP">Of the sampling.</param>
    /// <param name="seed">Of the sampling.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="cancellationToken">Checked before every token.</param>
    /// <returns>One text per encoding, in order.</returns>
    public WrittenText[] Write(
        IEnumerable<float[]> encodings, double temperature, int topK, double topP, int seed, Action<int>? progress = null, CancellationToken cancellationToken = default) =>
        WriteCodes(encodings.Select(encoding => PublicModel.ToControlCode(encoding)), temperature, topK, topP, seed, progress, cancellationToken);

    /// <summary>As <see cref="Write"/>, for codes as the decoder takes them.</summary>
    internal WrittenText[] WriteCodes(
        IEnumerable<float[]> codes, double temperature, int topK, double topP, int seed, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var options = new SamplingOptions
        {
            Temperature = temperature,
            TopK = topK,
            TopP = topP,
            MaximumNewTokens = Math.Min(maximumTokens ?? int.MaxValue, model.MaximumTokens - 1),
            EndToken = model.Tokenizer.EndId,
            ForbiddenTokens = model.NeverDrawn,
            Seed = seed,
            BatchSize = Width(_decoder, model.MaximumTokens),
        };
        int finished = 0;
        IReadOnlyList<GeneratedText> texts = new TextSampler(_decoder).Generate(
            codes.Select(code => new GenerationRequest([model.Tokenizer.BeginId], code)),
            options, _ => progress?.Invoke(++finished), cancellationToken);
        return [.. texts.Select(text => new WrittenText(model.Tokenizer.Decode([.. text.Tokens]).Trim(), text.Tokens.Count, text.Ended))];
    }

    /// <summary>Texts side by side. Small models are bound by the number of calls, not by arithmetic, so wide batches pay; those of large ones are held to memory.</summary>
    private static int Width(DecoderModel decoder, int maximumTokens)
    {
        const long Most = 192;
        DecoderConfig config = decoder.Config;
        long cached = 2L * config.LayerCount * config.KeyValueHeadCount * config.HeadSize * decoder.Flat.element_size() * (maximumTokens + config.PrefixLength);
        long logits = 3L * sizeof(float) * config.VocabularySize;
        return (int)Math.Clamp(MostCacheBytes / (cached + logits), 1, Most);
    }
}

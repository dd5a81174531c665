using System.Diagnostics;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.PublicModels;

/// <summary>Makes a <see cref="PublicModel"/> from unlabelled public text.</summary>
/// <remarks>
/// Each text is learned with the code of texts like it (nearest neighbours by content, never by label), the idea of in-context
/// pretraining (Shi et al. 2023, arXiv:2310.10638), with a vector in place of the texts.
/// </remarks>
public static class PublicModelTrainer
{
    private const int NeighbourCount = 6;
    private const int MaximumCodes = 20_000;
    private const int MinimumTexts = 20;

    /// <summary>Trains tokenizer, encoder and decoder.</summary>
    /// <param name="texts">Public texts, at least 20.</param>
    /// <param name="options">Sizes and budget.</param>
    /// <param name="progress">Told of the language model's training; may be null.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="PublicCorpusException">Too few texts, or they share no words.</exception>
    public static PublicModel Train(
        IReadOnlyList<string> texts, PublicModelOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        if (texts.Count < MinimumTexts)
        {
            throw new PublicCorpusException($"There are {texts.Count} public texts; a public model needs at least {MinimumTexts}. Give more public text.");
        }

        TorchRuntime.EnsureLoaded();
        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(texts, options.VocabularySize, 2);
        TextEncoder encoder = TextEncoderTrainer.Train(texts, options.CodeSize, options.Seed, cancellationToken);
        float[][] encodings = encoder.EncodeAll(texts);
        int[][] tokens = [.. texts.AsParallel().AsOrdered().Select(text => PublicModel.ToTokens(tokenizer, text, options.MaximumTokens))];
        var decoder = new DecoderModel(Config(options, tokenizer.VocabularySize, encoder.Dimension), options.Seed, device: TensorPlace.Device);
        try
        {
            Fit(decoder, tokens, encodings, options, progress, cancellationToken);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }

        return new PublicModel(tokenizer, encoder, decoder, Sample(encodings, options.Seed));
    }

    private static void Fit(
        DecoderModel decoder, int[][] tokens, float[][] encodings, PublicModelOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var batches = new ConditionedBatches(tokens, encodings, Neighbours.Of(encodings, NeighbourCount), options, decoder.Flat.device);
        double maximumSteps = Math.Max(1, options.MaximumEpochs * tokens.Length / options.BatchSize);
        var clock = Stopwatch.StartNew();
        using var trainer = new LanguageModelTrainer(decoder, new AdamWOptions { LearningRate = options.LearningRate });
        trainer.Train(batches.Endless(), step => Math.Max(step / maximumSteps, clock.Elapsed / options.Budget), progress, cancellationToken: cancellationToken);
    }

    private static DecoderConfig Config(PublicModelOptions options, int vocabularySize, int codeSize) => new()
    {
        VocabularySize = vocabularySize,
        HiddenSize = options.HiddenSize,
        // The usual 8/3 of SwiGLU, in steps of 32.
        IntermediateSize = (options.HiddenSize * 8 / 3 + 31) / 32 * 32,
        LayerCount = options.Layers,
        HeadCount = options.Heads,
        KeyValueHeadCount = options.Heads,
        MaximumLength = options.MaximumTokens,
        ConditioningSize = codeSize,
        PrefixLength = options.PrefixLength,
    };

    private static float[][] Sample(float[][] encodings, int seed)
    {
        float[][] known = [.. encodings.Where(e => e.Any(value => value != 0))];
        new Random(seed).Shuffle(known);
        return known.Length <= MaximumCodes ? known : known[..MaximumCodes];
    }
}

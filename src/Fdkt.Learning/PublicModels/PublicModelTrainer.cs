using System.Diagnostics;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.Tokenizers;
using static TorchSharp.torch;

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

    // A published model is to learn codes, not to forget what it knows: the wider, the smaller the steps. 1e-3 at width 128, 1.4e-4 at 896.
    private const double BaseRate = 0.128;

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
        Check(texts, options);
        TorchRuntime.EnsureLoaded();
        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(texts, options.VocabularySize, 2);
        TextEncoder encoder = TextEncoderTrainer.Train(texts, options.CodeSize, options.Seed, cancellationToken);
        float[][] encodings = encoder.EncodeAll(texts);
        int[][] tokens = [.. texts.AsParallel().AsOrdered().Select(text => PublicModel.ToTokens(tokenizer, text, options.MaximumTokens))];
        var decoder = new DecoderModel(Config(options, tokenizer.VocabularySize, encoder.Dimension), options.Seed, device: TensorPlace.Device);
        Fit(decoder, tokens, encodings, options, options.LearningRate, progress, cancellationToken);
        return new PublicModel(tokenizer, encoder, decoder, Sample(encodings, options.Seed));
    }

    /// <summary>Makes a public model from a published one: an encoder of the texts, the checkpoint with a conditioning, and training of the two together on the texts.</summary>
    /// <param name="checkpoint">The published model.</param>
    /// <param name="dtype">Float32 or BFloat16, in which the model is kept; null takes the checkpoint's own, and Float32 for one of Float16. Training is in float32 always.</param>
    /// <param name="texts">Public texts, at least 20.</param>
    /// <param name="options">
    /// Budget, length, code, prefix and seed; the model's shape is the checkpoint's. A budget of zero leaves its weights as they are: then class prompts and adapters can be trained, but codes say nothing to it.
    /// </param>
    /// <param name="progress">Told of the training; may be null.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="PublicCorpusException">Too few texts, or they share no words.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A file was cut since it was opened, or a value is not finite.</exception>
    public static PublicModel TrainFrom(
        BaseCheckpoint checkpoint, ScalarType? dtype, IReadOnlyList<string> texts, PublicModelOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Check(texts, options);
        TorchRuntime.EnsureLoaded();
        ScalarType kept = dtype ?? BaseCheckpoint.TypeOf(checkpoint.Identity.Dtype);
        TextEncoder encoder = TextEncoderTrainer.Train(texts, options.CodeSize, options.Seed, cancellationToken);
        float[][] encodings = encoder.EncodeAll(texts);
        bool trains = options.Budget > TimeSpan.Zero;
        DecoderModel decoder = checkpoint.LoadConditioned(trains ? ScalarType.Float32 : kept, options.MaximumTokens, encoder.Dimension, options.PrefixLength, options.Seed, cancellationToken);
        int longest = Math.Min(options.MaximumTokens, decoder.Config.MaximumLength);
        if (trains)
        {
            int[][] tokens = [.. texts.AsParallel().AsOrdered().Select(text => PublicModel.ToTokens(checkpoint.Tokenizer, text, longest))];
            Fit(decoder, tokens, encodings, options, Math.Min(options.LearningRate, BaseRate / checkpoint.HiddenSize), progress, cancellationToken);
            if (kept != ScalarType.Float32)
            {
                using DecoderModel wide = decoder;
                decoder = wide.To(kept);
            }
        }

        BaseModel identity = checkpoint.Identity with { Dtype = BaseCheckpoint.NameOf(kept), MaximumTokens = longest };
        return new PublicModel(checkpoint.Tokenizer, encoder, decoder, Sample(encodings, options.Seed), identity) { TokenizerFolder = checkpoint.TokenizerFolder };
    }

    private static void Check(IReadOnlyList<string> texts, PublicModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        if (texts.Count < MinimumTexts)
        {
            throw new PublicCorpusException($"There are {texts.Count} public texts; a public model needs at least {MinimumTexts}. Give more public text.");
        }
    }

    /// <summary>Trains in place. Disposes the decoder where that fails.</summary>
    private static void Fit(
        DecoderModel decoder, int[][] tokens, float[][] encodings, PublicModelOptions options, double learningRate, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var batches = new ConditionedBatches(tokens, encodings, Neighbours.Of(encodings, NeighbourCount), options, decoder.Flat.device);
            double maximumSteps = Math.Max(1, options.MaximumEpochs * tokens.Length / options.BatchSize);
            var clock = Stopwatch.StartNew();
            using var trainer = new LanguageModelTrainer(decoder, new AdamWOptions { LearningRate = learningRate });
            trainer.Train(batches.Endless(), step => Math.Max(step / maximumSteps, clock.Elapsed / options.Budget), progress, cancellationToken: cancellationToken);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
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

using Fdkt.Learning.Native;
using Fdkt.Learning.TextStates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Embedding;

/// <summary>Mean state of a checkpoint over the tokens of a text, scaled to length 1: of an encoder of the BERT family, also a sentence transformer, or of a language model.</summary>
public sealed class MeanStateEmbedder : ITextEmbedder, IDisposable
{
    private const int TextsPerRun = 32;

    private readonly TextStateModel _model;
    private readonly int _maximumTokens;

    private MeanStateEmbedder(TextStateModel model, int maximumTokens) => (_model, _maximumTokens) = (model, maximumTokens);

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <summary>What the checkpoint is.</summary>
    public TextStateInfo Info => _model.Info;

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="folder">Folder of a Hugging Face checkpoint with its tokenizer.</param>
    /// <param name="maximumTokens">Longer texts are cut; at least 8, and never more than the model takes.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The embedder. The caller disposes it.</returns>
    /// <exception cref="Checkpoints.CheckpointException">The folder holds no whole checkpoint of a supported family.</exception>
    /// <exception cref="Tokenizers.TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    public static MeanStateEmbedder Load(string folder, int maximumTokens = 256, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTokens, 8);
        return new MeanStateEmbedder(TextStateModel.Load(folder, cancellationToken: cancellationToken), maximumTokens);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run<IReadOnlyList<float[]>>(() => Embed(texts, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private float[][] Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        TorchThreads.Apply();
        using IDisposable grad = no_grad();
        int[][] ids = [.. texts.Select(text => _model.Encode(text, _maximumTokens))];
        var vectors = new float[texts.Count][];
        // By length, so that little of a run is padding.
        foreach (int[] rows in Enumerable.Range(0, ids.Length).OrderBy(i => ids[i].Length).Chunk(TextsPerRun))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            float[] values = _model.Pooled([.. rows.Select(row => ids[row])], StatePooling.Mean).to(ScalarType.Float32).cpu().data<float>().ToArray();
            for (int i = 0; i < rows.Length; i++)
            {
                vectors[rows[i]] = values[(i * Info.HiddenSize)..((i + 1) * Info.HiddenSize)];
            }
        }

        foreach (float[] vector in vectors)
        {
            VectorMath.Normalize(vector);
        }

        return vectors;
    }
}

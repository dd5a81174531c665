using System.Security.Cryptography;
using System.Text;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Native;
using Fdkt.Learning.TextStates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Encoders;

/// <summary>Mean state of a checkpoint over the tokens of a text, scaled to length 1: of an encoder of the BERT family, also a sentence transformer, or of a language model.</summary>
public sealed class CheckpointEncoder : ITextEncoder, IDisposable
{
    private const int TextsPerRun = 32;

    private readonly TextStateModel _model;
    private readonly int _maximumTokens;

    private CheckpointEncoder(TextStateModel model, string name, string hash, int maximumTokens) => (_model, Name, Hash, _maximumTokens) = (model, name, hash, maximumTokens);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Hash { get; }

    /// <inheritdoc/>
    public int Dimension => Info.HiddenSize;

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <summary>What the checkpoint is.</summary>
    public TextStateInfo Info => _model.Info;

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="folder">Folder of a Hugging Face checkpoint with its tokenizer.</param>
    /// <param name="maximumTokens">Longer texts are cut; at least 8, and never more than the model takes.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The encoder. The caller disposes it.</returns>
    /// <exception cref="Checkpoints.CheckpointException">The folder holds no whole checkpoint of a supported family.</exception>
    /// <exception cref="Tokenizers.TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    public static CheckpointEncoder Load(string folder, int maximumTokens = 256, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTokens, 8);
        TextStateModel model = TextStateModel.Load(folder, cancellationToken: cancellationToken);
        try
        {
            string all = $"checkpoint {CheckpointIdentity.Of(folder, cancellationToken)} mean {maximumTokens}";
            return new CheckpointEncoder(
                model, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), maximumTokens);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run(() => Encode(texts, mode == EncodingMode.Independent ? 1 : TextsPerRun, progress, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private float[][] Encode(IReadOnlyList<string> texts, int perRun, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        TorchThreads.Apply();
        using IDisposable grad = no_grad();
        int[][] ids = [.. texts.Select(text => _model.Encode(text, _maximumTokens))];
        var states = new float[texts.Count][];
        int done = 0;
        // By length, so that little of a run is padding.
        foreach (int[] rows in Enumerable.Range(0, ids.Length).OrderBy(i => ids[i].Length).Chunk(perRun))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            float[] values = _model.Pooled([.. rows.Select(row => ids[row])], StatePooling.Mean).to(ScalarType.Float32).cpu().data<float>().ToArray();
            for (int i = 0; i < rows.Length; i++)
            {
                float[] state = values[(i * Dimension)..((i + 1) * Dimension)];
                VectorMath.Normalize(state);
                states[rows[i]] = state;
            }

            progress?.Report(done += rows.Length);
        }

        return states;
    }
}

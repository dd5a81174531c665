using System.Numerics.Tensors;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Tokenizers;
using Fdkt.ServerModels.Settings;
using Microsoft.ML.OnnxRuntime;

namespace Fdkt.ServerModels.Embedding;

/// <summary>A sentence transformer of the BERT family in ONNX form, such as all-MiniLM-L6-v2: mean of the last hidden states over the tokens of a text, scaled to length 1.</summary>
public sealed class OnnxEmbedder : ITextEmbedder, IDisposable
{
    private const string ModelFile = "model.onnx";
    private const string VocabularyFile = "vocab.txt";
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";
    private const int TextsPerRun = 32;

    // What sentence transformers of this family were trained to; their position table holds 512.
    private const int MaximumTokens = 256;

    private readonly InferenceSession _session;
    private readonly WordPieceTokenizer _tokenizer;

    private OnnxEmbedder(InferenceSession session, WordPieceTokenizer tokenizer) => (_session, _tokenizer) = (session, tokenizer);

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Folder with <c>model.onnx</c>, which takes <c>input_ids</c>, <c>attention_mask</c> and perhaps <c>token_type_ids</c>, and <c>vocab.txt</c>.</param>
    /// <returns>The embedder. The caller disposes it.</returns>
    /// <exception cref="BackendSettingsException">A file is missing or is no such model.</exception>
    public static OnnxEmbedder Load(string folder)
    {
        string model = Path.Combine(folder, ModelFile), vocabulary = Path.Combine(folder, VocabularyFile);
        if (((string[])[model, vocabulary]).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new BackendSettingsException($"{missing} is missing. embedder.onnx names a folder with {ModelFile} and {VocabularyFile}.");
        }

        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(model);
            return session.InputMetadata.ContainsKey(Ids) && session.InputMetadata.Keys.All(name => name is Ids or Mask or Types)
                ? new OnnxEmbedder(session, WordPieceTokenizer.LoadVocabulary(folder))
                : throw new BackendSettingsException($"{model} takes other inputs. A sentence transformer takes {Ids}, {Mask} and perhaps {Types}.");
        }
        catch (Exception error)
        {
            session?.Dispose();
            throw error is OnnxRuntimeException or TokenizerException or ArgumentException or InvalidOperationException or IOException
                ? new BackendSettingsException($"{folder} holds no sentence transformer: {(error is TokenizerException ? error.Message : $"{ModelFile} cannot be read")}", error)
                : error;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run<IReadOnlyList<float[]>>(
            () =>
            {
                var vectors = new List<float[]>();
                foreach (string[] part in texts.Chunk(TextsPerRun))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    vectors.AddRange(Run([.. part.Select(Encode)]));
                }

                return vectors;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private int[] Encode(string text) => [_tokenizer.BeginId, .. _tokenizer.Encode(text).Take(MaximumTokens - 2), _tokenizer.EndId];

    private float[][] Run(int[][] texts)
    {
        int width = Math.Max(1, texts.Max(ids => ids.Length));
        var ids = new long[texts.Length * width];
        var mask = new long[ids.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            for (int t = 0; t < texts[i].Length; t++)
            {
                (ids[(i * width) + t], mask[(i * width) + t]) = (texts[i][t], 1);
            }
        }

        long[] shape = [texts.Length, width];
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using OrtValue typeValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        Dictionary<string, OrtValue> inputs = _session.InputMetadata.Keys.ToDictionary(name => name, name => name == Ids ? idValue : name == Mask ? maskValue : typeValue);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(run, inputs, [_session.OutputNames[0]]);
        return Pool(outputs[0], texts.Length, width, mask);
    }

    /// <summary>Means over the tokens that are there: (texts, width, hidden) to (texts, hidden).</summary>
    private static float[][] Pool(OrtValue states, int texts, int width, long[] mask)
    {
        long[] shape = states.GetTensorTypeAndShape().Shape;
        if (shape.Length != 3 || shape[0] != texts || shape[1] != width)
        {
            throw new BackendException($"The sentence transformer gives values of shape [{string.Join(", ", shape)}], not (texts, tokens, hidden). Export it with its last hidden states first.", isPassing: false);
        }

        int hidden = (int)shape[2];
        ReadOnlySpan<float> values = states.GetTensorDataAsSpan<float>();
        var vectors = new float[texts][];
        for (int i = 0; i < texts; i++)
        {
            var sum = new float[hidden];
            for (int t = 0; t < width; t++)
            {
                if (mask[(i * width) + t] == 1)
                {
                    TensorPrimitives.Add(sum, values.Slice(((i * width) + t) * hidden, hidden), sum);
                }
            }

            float norm = TensorPrimitives.Norm<float>(sum);
            TensorPrimitives.Multiply(sum, norm > 0 ? 1 / norm : 0, sum);
            vectors[i] = sum;
        }

        return vectors;
    }
}

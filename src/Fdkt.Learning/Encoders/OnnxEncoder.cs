using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Fdkt.Learning.Tokenizers;
using Microsoft.ML.OnnxRuntime;

namespace Fdkt.Learning.Encoders;

/// <summary>A sentence transformer of the BERT family in ONNX form: mean of the last hidden states over the tokens of a text, scaled to length 1.</summary>
/// <remarks>
/// A run uses the thread that asks for it, and <see cref="Threads"/> runs go on at a time, whoever asks: several seeds in one process share them, and a state does not depend on their number.
/// </remarks>
public sealed class OnnxEncoder : ITextEncoder, IDisposable
{
    /// <summary>Longest text in tokens, the two around it included; the rest is cut. What sentence transformers of this family were trained to.</summary>
    public const int MaximumTokens = 256;

    internal const int TextsPerRun = 32;

    private const string ModelFile = "model.onnx";
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";

    private readonly InferenceSession _session;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly SemaphoreSlim _slots;

    private OnnxEncoder(InferenceSession session, WordPieceTokenizer tokenizer, string name, string hash, int dimension, int threads)
    {
        (_session, _tokenizer, Name, Hash, Dimension, Threads) = (session, tokenizer, name, hash, dimension, threads);
        _slots = new SemaphoreSlim(threads);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Hash { get; }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <summary>Runs that go on at a time, each on one thread.</summary>
    public int Threads { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="folder">Folder with <c>model.onnx</c>, which takes <c>input_ids</c>, <c>attention_mask</c> and perhaps <c>token_type_ids</c>, and <c>vocab.txt</c>.</param>
    /// <param name="threads">Runs at a time; null takes the number of processors.</param>
    /// <returns>The encoder. The caller disposes it.</returns>
    /// <exception cref="EncoderException">A file is missing or is no such model.</exception>
    public static OnnxEncoder Load(string folder, int? threads = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string model = Path.Combine(folder, ModelFile), vocabulary = Path.Combine(folder, WordPieceFile.Name);
        if (((string[])[model, vocabulary]).FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new EncoderException($"{missing} is missing. A folder of an ONNX encoder holds {ModelFile} and {WordPieceFile.Name}.");
        }

        try
        {
            WordPieceTokenizer tokenizer = WordPieceTokenizer.LoadVocabulary(folder);
            // How text is prepared may stand beside the vocabulary.
            string[] beside = [.. ((string[])["tokenizer_config.json", "config.json"]).Select(file => Path.Combine(folder, file)).Where(File.Exists)];
            return Create(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), model, File.ReadAllBytes(model), tokenizer, [.. ((string[])[vocabulary, .. beside]).Select(file => SHA256.HashData(File.ReadAllBytes(file)))], threads);
        }
        catch (Exception error) when (error is TokenizerException or IOException or UnauthorizedAccessException)
        {
            throw new EncoderException($"{folder} holds no sentence transformer: {(error is TokenizerException ? error.Message : "a file cannot be read")}", error);
        }
    }

    /// <summary>Makes an encoder of a model in memory.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="source">Where the bytes come from, for messages.</param>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="parts">What the hash takes in beside the model, as hashes.</param>
    /// <param name="threads">Runs at a time; null takes the number of processors.</param>
    internal static OnnxEncoder Create(string name, string source, byte[] model, WordPieceTokenizer tokenizer, IEnumerable<byte[]> parts, int? threads)
    {
        int slots = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1, nameof(threads));
        InferenceSession? session = null;
        try
        {
            // One thread a run and no waiting in circles: the processors are shared with the tensors of the other stages.
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            session = new InferenceSession(model, options);
            if (!session.InputMetadata.ContainsKey(Ids) || !session.InputMetadata.Keys.All(input => input is Ids or Mask or Types))
            {
                throw new EncoderException($"{source} takes other inputs. A sentence transformer takes {Ids}, {Mask} and perhaps {Types}.");
            }

            string all = $"onnx {Convert.ToHexStringLower(SHA256.HashData(model))} {string.Join(' ', parts.Select(Convert.ToHexStringLower))} mean {MaximumTokens}";
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
            int dimension = Run(session, [[tokenizer.BeginId, tokenizer.EndId]], source)[0].Length;
            return new OnnxEncoder(session, tokenizer, name, hash, dimension, slots);
        }
        catch (Exception error)
        {
            session?.Dispose();
            throw error is OnnxRuntimeException or ArgumentException or InvalidOperationException
                ? new EncoderException($"{source} is no sentence transformer that ONNX Runtime can read.", error)
                : error;
        }
    }

    /// <inheritdoc/>
    public async Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[][] ids = [.. texts.Select(Tokens)];
        var states = new float[texts.Count][];
        int done = 0;
        await Parallel.ForEachAsync(
            RunsOf(ids, mode),
            new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken },
            async (rows, stop) =>
            {
                await _slots.WaitAsync(stop).ConfigureAwait(false);
                try
                {
                    float[][] part = Run(_session, [.. rows.Select(row => ids[row])], Name);
                    for (int i = 0; i < rows.Length; i++)
                    {
                        states[rows[i]] = part[i];
                    }
                }
                finally
                {
                    _slots.Release();
                }

                progress?.Report(Interlocked.Add(ref done, rows.Length));
            }).ConfigureAwait(false);
        return states;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _slots.Dispose();
    }

    /// <summary>The ids of a text, as the model is given them.</summary>
    internal int[] Tokens(string text) => [_tokenizer.BeginId, .. _tokenizer.Encode(text).Take(MaximumTokens - 2), _tokenizer.EndId];

    /// <summary>Which texts share a run: none, or texts of the same number of tokens, so that nothing is padding. The longest first, so that the threads end together.</summary>
    internal static IEnumerable<int[]> RunsOf(int[][] ids, EncodingMode mode) => mode == EncodingMode.Independent
        ? Enumerable.Range(0, ids.Length).Select(i => (int[])[i])
        : Enumerable.Range(0, ids.Length).GroupBy(i => ids[i].Length).OrderByDescending(group => group.Key).SelectMany(group => group.Chunk(TextsPerRun));

    private static float[][] Run(InferenceSession session, int[][] texts, string source)
    {
        int width = texts[0].Length;
        var ids = new long[texts.Length * width];
        for (int i = 0; i < texts.Length; i++)
        {
            for (int t = 0; t < width; t++)
            {
                ids[(i * width) + t] = texts[i][t];
            }
        }

        var mask = new long[ids.Length];
        Array.Fill(mask, 1);
        long[] shape = [texts.Length, width];
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using OrtValue typeValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        Dictionary<string, OrtValue> inputs = session.InputMetadata.Keys.ToDictionary(name => name, name => name == Ids ? idValue : name == Mask ? maskValue : typeValue);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, inputs, [session.OutputNames[0]]);
        return Pool(outputs[0], texts.Length, width, source);
    }

    /// <summary>Means over the tokens: (texts, width, hidden) to (texts, hidden).</summary>
    private static float[][] Pool(OrtValue states, int texts, int width, string source)
    {
        long[] shape = states.GetTensorTypeAndShape().Shape;
        if (shape.Length != 3 || shape[0] != texts || shape[1] != width)
        {
            throw new EncoderException($"{source} gives values of shape [{string.Join(", ", shape)}], not (texts, tokens, hidden). Export it with its last hidden states first.");
        }

        int hidden = (int)shape[2];
        ReadOnlySpan<float> values = states.GetTensorDataAsSpan<float>();
        var pooled = new float[texts][];
        for (int i = 0; i < texts; i++)
        {
            var sum = new float[hidden];
            for (int t = 0; t < width; t++)
            {
                TensorPrimitives.Add(sum, values.Slice(((i * width) + t) * hidden, hidden), sum);
            }

            float norm = TensorPrimitives.Norm<float>(sum);
            TensorPrimitives.Multiply(sum, norm > 0 ? 1 / norm : 0, sum);
            pooled[i] = sum;
        }

        return pooled;
    }
}

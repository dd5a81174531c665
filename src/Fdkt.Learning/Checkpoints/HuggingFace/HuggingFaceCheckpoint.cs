using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>A language model in a Hugging Face folder: <c>config.json</c> with <c>model.safetensors</c>, or shards with their index.</summary>
/// <remarks>
/// Opening checks the configuration and the names, shapes and types of all tensors against each other; no weight is read before. Weights are read piece by piece, straight into
/// the model's memory, by file offset: mapped pages would count twice, and a mapped file that is cut ends the process. Nothing pickled is ever loaded.
/// Not thread-safe.
/// </remarks>
public sealed class HuggingFaceCheckpoint : IDisposable
{
    private readonly CheckpointFiles _files;
    private readonly IReadOnlyList<CheckpointTensor> _tensors;

    private HuggingFaceCheckpoint(string folder, HuggingFaceConfig config, CheckpointFiles files)
    {
        (Folder, Family, Config, _files) = (folder, config.Family, config.Decoder, files);
        var layout = new ParameterLayout(config.Decoder);
        _tensors = CheckpointNames.Of(config.Family, layout);
        ParameterCount = layout.Count;
        TensorChecks.Require(files, _tensors, name => CheckpointNames.IsIgnored(Family, Config.TieEmbeddings, name), ModelFamilies.TypeOf(Family));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Family of the model.</summary>
    public ModelFamily Family { get; }

    /// <summary>Shape of the model.</summary>
    public DecoderConfig Config { get; }

    /// <summary>Number of weights; a head that is the embedding counts once.</summary>
    public long ParameterCount { get; }

    /// <summary>Element type of the embedding, which is that of the file as a rule.</summary>
    public SafetensorsDtype Dtype => _files.Tensors[_tensors[0].Name].Entry.Dtype;

    /// <summary>Number of tensors the model needs.</summary>
    public int TensorCount => _tensors.Count;

    /// <summary>The files of weights.</summary>
    public IReadOnlyList<string> WeightFiles => [.. _files.Readers.Select(reader => reader.Path)];

    /// <summary>Opens a folder and checks everything but the values. The caller disposes the result.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged, a field is not supported, or a tensor is missing, left over, misshapen or of a type that is no weight.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static HuggingFaceCheckpoint Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        HuggingFaceConfig config = ConfigReader.Read(Path.Combine(folder, FolderFiles.Config));
        var files = CheckpointFiles.Open(folder, name => CheckpointNames.Normalize(config.Family, name));
        try
        {
            return new HuggingFaceCheckpoint(folder, config, files);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Reads the weights into a model of their own.</summary>
    /// <param name="options">Type, device and length; null takes the defaults.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="CheckpointException">A file was cut since, or a value is not finite or does not fit the type.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or the checkpoint has a conditioning already.</exception>
    public DecoderModel Load(HuggingFaceLoadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new HuggingFaceLoadOptions();
        TorchRuntime.EnsureLoaded();
        ScalarType dtype = options.Dtype ?? TensorStream.DtypeOf(Dtype);
        if (dtype is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16))
        {
            throw new ArgumentException($"Dtype is {dtype}; it must be Float32, BFloat16 or Float16.", nameof(options));
        }

        DecoderConfig config = Shape(options);
        DecoderModel model = DecoderModel.Unfilled(config, dtype, options.Device ?? CPU);
        try
        {
            using IDisposable grad = no_grad();
            using var stream = new TensorStream();
            foreach (CheckpointTensor tensor in CheckpointNames.Of(Family, model.Layout))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_files.Tensors.TryGetValue(tensor.Name, out (SafetensorsReader Reader, SafetensorsEntry Entry) found))
                {
                    stream.Fill(model, tensor, found.Reader, found.Entry);
                }
                else
                {
                    AddConditioning(model, tensor.Target, options.Seed);
                }
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Reads every weight and keeps none: what is left to check after <see cref="Open"/>.</summary>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <exception cref="CheckpointException">A file was cut since, or a value is not finite.</exception>
    public void VerifyValues(CancellationToken cancellationToken = default)
    {
        TorchRuntime.EnsureLoaded();
        TensorChecks.VerifyValues(_files, _tensors, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private DecoderConfig Shape(HuggingFaceLoadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaximumLength, nameof(options));
        int longest = options.MaximumLength == 0 ? HuggingFaceLoadOptions.LongestByDefault : options.MaximumLength;
        DecoderConfig config = Config.Positions == PositionKind.Learned ? Config : Config with { MaximumLength = Math.Min(Config.MaximumLength, longest) };
        if (options.ConditioningSize == 0 && options.PrefixLength == 0)
        {
            return config;
        }

        return Config.ConditioningSize == 0
            ? config with { ConditioningSize = options.ConditioningSize, PrefixLength = options.PrefixLength }
            : throw new ArgumentException($"The checkpoint has a conditioning of {Config.ConditioningSize} values already.", nameof(options));
    }

    /// <summary>Codes of values about 1 give prefix vectors of the size of the embeddings, which lie in the model by now.</summary>
    internal static void AddConditioning(DecoderModel model, ParameterSlot projection, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        Tensor embedding = model.Named(model.Layout.Embedding);
        // A sample of the rows: a wide copy of all would be large.
        Tensor rows = Precision.Wide(embedding.narrow(0, 0, Math.Min(embedding.shape[0], 4_096)));
        double size = linalg.vector_norm(rows).to(ScalarType.Float64).item<double>() / Math.Sqrt(rows.numel());
        Tensor values = empty(projection.Shape, dtype: ScalarType.Float32).normal_(0, size / Math.Sqrt(projection.Columns), generator);
        model.Named(projection).copy_(values);
    }
}

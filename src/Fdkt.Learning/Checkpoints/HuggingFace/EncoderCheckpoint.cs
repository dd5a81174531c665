using Fdkt.Learning.Models.Encoders;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>An encoder of the BERT family in a Hugging Face folder: <c>config.json</c> with <c>model.safetensors</c>, or shards with their index.</summary>
/// <remarks>Opened, checked and read as <see cref="HuggingFaceCheckpoint"/> does with language models. Heads for other tasks in the files are passed over. Not thread-safe.</remarks>
public sealed class EncoderCheckpoint : IDisposable
{
    private readonly CheckpointFiles _files;
    private readonly IReadOnlyList<CheckpointTensor> _tensors;

    private EncoderCheckpoint(string folder, EncoderFamily family, EncoderConfig config, CheckpointFiles files)
    {
        (Folder, Family, _files) = (folder, family, files);
        Config = config with { HasPooler = family != EncoderFamily.DistilBert && files.Tensors.Keys.Any(EncoderNames.IsPooler) };
        var layout = new EncoderLayout(Config);
        _tensors = EncoderNames.Of(family, layout);
        ParameterCount = layout.Count;
        TensorChecks.Require(files, _tensors, EncoderNames.IsIgnored, EncoderNames.TypeOf(family));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Family of the model.</summary>
    public EncoderFamily Family { get; }

    /// <summary>Shape of the model. Whether it has a pooler, the weights say.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Number of weights, heads for other tasks left out.</summary>
    public long ParameterCount { get; }

    /// <summary>Element type of the embedding, which is that of the file as a rule.</summary>
    public SafetensorsDtype Dtype => _files.Tensors[_tensors[0].Name].Entry.Dtype;

    /// <summary>Number of tensors the model needs.</summary>
    public int TensorCount => _tensors.Count;

    /// <summary>The files of weights.</summary>
    public IReadOnlyList<string> WeightFiles => [.. _files.Readers.Select(reader => reader.Path)];

    /// <summary>Whether a folder's configuration names an encoder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">Its <c>config.json</c> is missing or damaged, or names no kind.</exception>
    public static bool IsOne(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return EncoderNames.Parse(EncoderConfigReader.TypeOf(Path.Combine(folder, FolderFiles.Config))) is not null;
    }

    /// <summary>Opens a folder and checks everything but the values. The caller disposes the result.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged, a field is not supported, or a tensor is missing, left over, misshapen or of a type that is no weight.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static EncoderCheckpoint Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (EncoderFamily family, EncoderConfig config) = EncoderConfigReader.Read(Path.Combine(folder, FolderFiles.Config));
        var files = CheckpointFiles.Open(folder, name => EncoderNames.Normalize(family, name));
        try
        {
            return new EncoderCheckpoint(folder, family, config, files);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Reads the weights into a model of their own.</summary>
    /// <param name="dtype">Float32, BFloat16 or Float16; null keeps that of the file's embedding.</param>
    /// <param name="device">Where the model lives; null means the CPU.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="CheckpointException">A file was cut since, or a value is not finite or does not fit the type.</exception>
    public EncoderModel Load(ScalarType? dtype = null, Device? device = null, CancellationToken cancellationToken = default)
    {
        TorchRuntime.EnsureLoaded();
        ScalarType type = dtype ?? TensorStream.DtypeOf(Dtype);
        if (type is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16))
        {
            throw new ArgumentException($"Dtype is {type}; it must be Float32, BFloat16 or Float16.", nameof(dtype));
        }

        EncoderModel model = EncoderModel.Unfilled(Config, type, device ?? CPU);
        try
        {
            using IDisposable grad = no_grad();
            using var stream = new TensorStream();
            foreach (CheckpointTensor tensor in _tensors)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (SafetensorsReader reader, SafetensorsEntry entry) = _files.Tensors[tensor.Name];
                stream.Fill(model, tensor, reader, entry);
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
}

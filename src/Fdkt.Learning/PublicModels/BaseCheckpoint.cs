using System.Security.Cryptography;
using System.Text;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.PublicModels;

/// <summary>A published language model with its tokenizer, to make a <see cref="PublicModel"/> from: a Hugging Face folder, or a llama2.c file with <c>tokenizer.bin</c> beside it.</summary>
/// <remarks>Opening checks everything but the values of the weights, and reads all files once to identify them.</remarks>
public sealed class BaseCheckpoint
{
    /// <summary>The tokenizer beside a llama2.c file.</summary>
    internal const string Llama2cTokenizerFile = "tokenizer.bin";

    private readonly string _path;
    private readonly bool _isFile;
    private readonly DecoderConfig _config;

    private BaseCheckpoint(string path, bool isFile, DecoderConfig config, ITextTokenizer tokenizer, BaseModel identity) =>
        (_path, _isFile, _config, Tokenizer, Identity) = (path, isFile, config, tokenizer, identity);

    /// <summary>What identifies it. Type and length are those that <see cref="Load"/> takes where it is told nothing.</summary>
    public BaseModel Identity { get; }

    /// <summary>Its tokenizer.</summary>
    public ITextTokenizer Tokenizer { get; }

    /// <summary>The folder of the tokenizer's files.</summary>
    internal string TokenizerFolder => _isFile ? Path.GetDirectoryName(_path)! : _path;

    /// <summary>Width of the model.</summary>
    internal int HiddenSize => _config.HiddenSize;

    /// <summary>Opens and checks a checkpoint.</summary>
    /// <param name="path">An existing folder, or an existing llama2.c file. Absolute.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="CheckpointException">It is damaged, not supported, has a conditioning already, or does not fit its tokenizer.</exception>
    /// <exception cref="TokenizerException">The tokenizer is missing, damaged or not supported.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static BaseCheckpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        BaseCheckpoint opened = File.Exists(path) ? OpenFile(path) : OpenFolder(path);
        if (opened._config.ConditioningSize > 0)
        {
            throw new CheckpointException(path, null, "it takes codes already, so it is no published model but one of Fdkt's own. Give the model that it was made from.");
        }

        CheckVocabulary(path, opened._config, opened.Tokenizer);
        return opened;
    }

    /// <summary>Reads the weights as they are.</summary>
    /// <param name="dtype">Float32 or BFloat16; null takes the checkpoint's own, and Float32 for one of Float16.</param>
    /// <param name="maximumLength">Longest text in tokens, at least 2; never more than the checkpoint's.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The model on the device of this process. The caller disposes it.</returns>
    /// <exception cref="CheckpointException">A file was cut since, or a value is not finite or does not fit the type.</exception>
    public DecoderModel Load(ScalarType? dtype, int maximumLength, CancellationToken cancellationToken = default) =>
        LoadConditioned(dtype ?? TypeOf(Identity.Dtype), maximumLength, 0, 0, 0, cancellationToken);

    /// <summary>Reads the weights and adds a conditioning.</summary>
    /// <param name="dtype">Float32 or BFloat16.</param>
    /// <param name="maximumLength">Longest text in tokens, at least 2.</param>
    /// <param name="conditioningSize">Length of a code, 0 adds none.</param>
    /// <param name="prefixLength">Prefix positions that a code becomes; 0 exactly where there is none.</param>
    /// <param name="seed">Seed of the map from codes to prefixes.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The model on the device of this process. The caller disposes it.</returns>
    /// <exception cref="CheckpointException">A file was cut since, or a value is not finite or does not fit the type.</exception>
    internal DecoderModel LoadConditioned(ScalarType dtype, int maximumLength, int conditioningSize, int prefixLength, int seed, CancellationToken cancellationToken)
    {
        TorchRuntime.EnsureLoaded();
        if (!_isFile)
        {
            using var checkpoint = HuggingFaceCheckpoint.Open(_path);
            return checkpoint.Load(
                new HuggingFaceLoadOptions
                {
                    Dtype = dtype,
                    Device = TensorPlace.Device,
                    MaximumLength = maximumLength,
                    ConditioningSize = conditioningSize,
                    PrefixLength = prefixLength,
                    Seed = seed,
                },
                cancellationToken);
        }

        Llama2cCheckpoint file = Llama2cCheckpoint.Read(_path);
        DecoderConfig config = file.Config with { MaximumLength = Math.Min(file.Config.MaximumLength, maximumLength), ConditioningSize = conditioningSize, PrefixLength = prefixLength };
        DecoderModel model = DecoderModel.Unfilled(config, dtype, TensorPlace.Device);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        IReadOnlyDictionary<string, Tensor> tensors = file.ToTensors();
        foreach ((string name, _, Tensor view) in model.Parameters.Where(parameter => tensors.ContainsKey(parameter.Name)))
        {
            view.copy_(tensors[name]);
            if (!view.isfinite().all().item<bool>())
            {
                model.Dispose();
                throw new CheckpointException(_path, name, "it has a value that is not finite.");
            }
        }

        if (model.Layout.ControlProjection is { } projection)
        {
            HuggingFaceCheckpoint.AddConditioning(model, projection, seed);
        }

        return model;
    }

    /// <summary>The tokenizer in a folder, of either kind.</summary>
    /// <exception cref="TokenizerException">None, or one that is damaged or not supported.</exception>
    internal static ITextTokenizer TokenizerOf(string folder) =>
        HuggingFaceTokenizer.FileOf(folder) is null && File.Exists(Path.Combine(folder, Llama2cTokenizerFile))
            ? Llama2cTokenizer.Load(Path.Combine(folder, Llama2cTokenizerFile))
            : HuggingFaceTokenizer.Load(folder);

    /// <summary>The files of the tokenizer in a folder.</summary>
    internal static string[] TokenizerFilesOf(string folder) => HuggingFaceTokenizer.FileOf(folder) is null
        ? [Path.Combine(folder, Llama2cTokenizerFile)]
        : [.. FolderFiles.Tokenizer.Select(file => Path.Combine(folder, file)).Where(File.Exists)];

    /// <summary>Refuses a tokenizer that has ids the model does not know.</summary>
    /// <exception cref="CheckpointException">It has.</exception>
    internal static void CheckVocabulary(string path, DecoderConfig config, ITextTokenizer tokenizer)
    {
        if (tokenizer.VocabularySize > config.VocabularySize)
        {
            throw new CheckpointException(
                path, null, $"the model has a vocabulary of {config.VocabularySize} ids, the tokenizer beside it {tokenizer.VocabularySize}. They are not of one model.");
        }
    }

    private static BaseCheckpoint OpenFolder(string folder)
    {
        using var checkpoint = HuggingFaceCheckpoint.Open(folder);
        ITextTokenizer tokenizer = HuggingFaceTokenizer.Load(folder);
        string config = Path.Combine(folder, FolderFiles.Config);
        return new BaseCheckpoint(folder, false, checkpoint.Config, tokenizer, new BaseModel(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), ModelFamilies.TypeOf(checkpoint.Family), checkpoint.ParameterCount,
            HashOf(checkpoint.WeightFiles), HashOf([config]), HashOf(TokenizerFilesOf(folder)),
            NameOf(checkpoint.Dtype == SafetensorsDtype.BF16 ? ScalarType.BFloat16 : ScalarType.Float32), checkpoint.Config.MaximumLength));
    }

    private static BaseCheckpoint OpenFile(string path)
    {
        string tokenizerPath = Path.Combine(Path.GetDirectoryName(path)!, Llama2cTokenizerFile);
        if (!File.Exists(tokenizerPath))
        {
            throw new TokenizerException(tokenizerPath, "it is missing; the tokenizer of a llama2.c model lies beside it under that name.");
        }

        Llama2cCheckpoint file = Llama2cCheckpoint.Read(path);
        return new BaseCheckpoint(path, true, file.Config, Llama2cTokenizer.Load(tokenizerPath), new BaseModel(
            Path.GetFileName(path), ModelFamilies.TypeOf(ModelFamily.Llama), file.Config.ParameterCount,
            HashOf([path]), null, HashOf([tokenizerPath]), NameOf(ScalarType.Float32), file.Config.MaximumLength));
    }

    /// <summary>The name of a type in round files and reports.</summary>
    /// <param name="dtype">Float32 or BFloat16.</param>
    /// <returns>The name.</returns>
    public static string NameOf(ScalarType dtype) => dtype == ScalarType.BFloat16 ? "bfloat16" : "float32";

    /// <summary>The type of a name.</summary>
    internal static ScalarType TypeOf(string name) => name == NameOf(ScalarType.BFloat16) ? ScalarType.BFloat16 : ScalarType.Float32;

    private static string HashOf(IReadOnlyList<string> files)
    {
        string[] hashes = [.. files.Select(FileHash)];
        return hashes.Length == 1
            ? hashes[0]
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
                files.Zip(hashes).OrderBy(pair => Path.GetFileName(pair.First), StringComparer.Ordinal).Select(pair => $"{pair.Second}  {Path.GetFileName(pair.First)}\n")))));
    }

    private static string FileHash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

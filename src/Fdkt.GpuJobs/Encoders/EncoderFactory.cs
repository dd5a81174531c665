using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Encoders;

namespace Fdkt.GpuJobs.Encoders;

/// <summary>Makes the encoder that a round file or a client's settings name.</summary>
public static class EncoderFactory
{
    /// <summary>The encoder of a setting.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="baseDirectory">What its folder is relative to.</param>
    /// <param name="trained">The word vectors of the public model, for <see cref="EncoderKind.Trained"/>; null where there are none.</param>
    /// <param name="endpoint">The operator's embeddings model, for <see cref="EncoderKind.Endpoint"/>; null where there is none, as on every client.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <returns>The encoder. The caller gives it to <see cref="Release"/>, unless it came from one of the two parameters.</returns>
    /// <exception cref="EncoderException">There is none of this kind here, or its folder is missing or damaged.</exception>
    /// <exception cref="Learning.Checkpoints.CheckpointException">The checkpoint is damaged or not supported.</exception>
    /// <exception cref="Learning.Tokenizers.TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    public static ITextEncoder Of(EncoderSection setting, string baseDirectory, TextEncoder? trained, ITextEncoder? endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return InProcess(setting, baseDirectory, cancellationToken) ?? setting.Kind switch
        {
            EncoderKind.Trained => trained is null ? throw new EncoderException("encoder.kind is trained, and there is no public model whose word vectors could be taken.") : new WordVectorEncoder(trained),
            EncoderKind.Endpoint => endpoint ?? throw new EncoderException(
                "encoder.kind is endpoint, and the operator's settings name no embeddings model here. Clients need an encoder of their own: builtIn, onnx or checkpoint."),
            _ => throw new ArgumentOutOfRangeException(nameof(setting), setting.Kind, "Unknown kind of encoder."),
        };
    }

    /// <summary>The encoder of a setting that needs nothing but its own files.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="baseDirectory">What its folder is relative to.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <returns>The encoder; null for the kinds trained and endpoint.</returns>
    /// <exception cref="EncoderException">Its folder is missing or damaged.</exception>
    public static ITextEncoder? InProcess(EncoderSection setting, string baseDirectory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Kind switch
        {
            EncoderKind.BuiltIn => BuiltInEncoder.Load(),
            EncoderKind.Onnx => OnnxEncoder.Load(FolderOf(setting, baseDirectory)),
            EncoderKind.Checkpoint => CheckpointEncoder.Load(FolderOf(setting, baseDirectory), setting.MaximumTokens, cancellationToken),
            _ => null,
        };
    }

    /// <summary>The setting with its folder made absolute.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="baseDirectory">What its folder is relative to.</param>
    public static EncoderSection Absolute(EncoderSection setting, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Folder is { } folder ? setting with { Folder = Path.GetFullPath(folder, baseDirectory) } : setting;
    }

    /// <summary>The setting that a folder stands for, by what lies in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="EncoderException">It holds neither kind.</exception>
    public static EncoderSection OfFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return File.Exists(Path.Combine(folder, "model.onnx")) ? new EncoderSection(EncoderKind.Onnx, folder)
            : File.Exists(Path.Combine(folder, "config.json")) ? new EncoderSection(EncoderKind.Checkpoint, folder)
            : throw new EncoderException($"{folder} holds no encoder: neither a model.onnx nor a config.json is there.");
    }

    /// <summary>Disposes an encoder that this class made; the built-in one, which the process shares, stays.</summary>
    /// <param name="encoder">The encoder.</param>
    public static void Release(ITextEncoder? encoder)
    {
        if (!BuiltInEncoder.IsShared(encoder))
        {
            (encoder as IDisposable)?.Dispose();
        }
    }

    private static string FolderOf(EncoderSection setting, string baseDirectory)
    {
        string folder = Path.GetFullPath(setting.Folder!, baseDirectory);
        return Directory.Exists(folder) ? folder : throw new EncoderException($"There is no encoder at {folder}. Check encoder.folder, or --encoder.");
    }
}

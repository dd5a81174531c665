using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.ServerModels.Checkpoints;
using Fdkt.ServerModels.Embedding;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels;

/// <summary>Makes back ends from settings.</summary>
/// <param name="clients">Makes clients of servers.</param>
/// <param name="clock">Times requests and waits.</param>
public sealed class BackendFactory(EndpointClients clients, TimeProvider clock)
{
    /// <summary>The models that settings describe.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <returns>The models. The caller disposes them.</returns>
    /// <exception cref="BackendSettingsException">A key is not set, or this build has no such back end.</exception>
    /// <exception cref="PromptTemplateException">The template is none.</exception>
    /// <exception cref="BackendException">The model's file cannot be used.</exception>
    /// <exception cref="EncoderException">The embedder's ONNX folder holds no sentence transformer.</exception>
    /// <exception cref="Learning.Checkpoints.CheckpointException">The model's folder, or that of the embedder's checkpoint, is damaged or not supported.</exception>
    /// <exception cref="Learning.Tokenizers.TokenizerException">A checkpoint's tokenizer cannot be used.</exception>
    public OperatorModels Create(BackendSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ITextEncoder? embedder = Embedder(settings);
        try
        {
            return new OperatorModels(Writer(settings), embedder);
        }
        catch
        {
            (embedder as IDisposable)?.Dispose();
            throw;
        }
    }

    private ITextEncoder? Embedder(BackendSettings settings)
    {
        if (settings.Embedder is not { } embedder)
        {
            return null;
        }

        EndpointSettings? endpoint = embedder.Endpoint ?? settings.Endpoint;
        return embedder.Checkpoint is { } checkpoint ? CheckpointEncoder.Load(checkpoint)
            : embedder.Onnx is { } folder ? OnnxEncoder.Load(folder)
            : new EndpointEncoder(clients.Embeddings(endpoint!, embedder.Model!), endpoint!, NameOf(embedder.Model!, endpoint!), clock);
    }

    private IWritingBackend Writer(BackendSettings settings)
    {
        return settings.Kind switch
        {
            BackendKind.Endpoint => new EndpointGenerator(
                clients.Chat(settings.Endpoint!, settings.Model!), settings.Endpoint!, NameOf(settings), TemplateOf(settings), settings.MaximumTokens, clock),
            BackendKind.Gguf => Gguf(settings),
            BackendKind.Checkpoint => CheckpointGenerator.Load(settings.Checkpoint!, TemplateOf(settings), settings.MaximumTokens),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "Unknown kind of back end."),
        };
    }

    /// <summary>The template that settings name.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <returns>The template.</returns>
    /// <exception cref="PromptTemplateException">It is none.</exception>
    public static PromptTemplate TemplateOf(BackendSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Template is null ? PromptTemplate.Default : PromptTemplate.Load(settings.Template);
    }

    private static string NameOf(string model, EndpointSettings endpoint) => $"{model} at {new Uri(endpoint.Url!).Authority}";

    private static string NameOf(BackendSettings settings) => settings.Kind == BackendKind.Endpoint
        ? NameOf(settings.Model!, settings.Endpoint!)
        : settings.Model ?? Path.GetFileName(settings.Gguf!.Path!);

    private static Sequences.SequenceGenerator Gguf(BackendSettings settings) =>
        new(Llama.LlamaModel.Load(settings.Gguf!), NameOf(settings), TemplateOf(settings), settings.Gguf!.Sequences, settings.MaximumTokens);
}

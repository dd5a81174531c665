using Fdkt.Learning.Augmentation;
using Fdkt.ServerModels.Sequences;
using Fdkt.ServerModels.Settings;
using LLama;
using LLama.Batched;
using LLama.Common;
using LLama.Native;
using LLama.Sampling;

namespace Fdkt.ServerModels.Llama;

/// <summary>A GGUF file run by llama.cpp.</summary>
internal sealed class LlamaModel : ISequenceModel
{
    // llama.cpp tells standard error of every tensor. What goes wrong comes as an exception.
    static LlamaModel() => NativeLibraryConfig.All.WithLogCallback((NativeLogConfig.LLamaLogCallback)((_, _) => { }));

    private readonly LLamaWeights _weights;
    private readonly BatchedExecutor _executor;

    private readonly string? _grammar;

    private LlamaModel(LLamaWeights weights, BatchedExecutor executor, int contextLength, string? grammar) =>
        (_weights, _executor, ContextLength, _grammar) = (weights, executor, contextLength, grammar);

    public int ContextLength { get; }

    /// <summary>Loads a file.</summary>
    /// <param name="settings">The file and how it is run.</param>
    /// <param name="grammar">What every reply is held to, in llama.cpp's notation; null leaves the model free.</param>
    /// <exception cref="BackendException">llama.cpp cannot use it.</exception>
    public static LlamaModel Load(GgufSettings settings, string? grammar = ReplyFormat.Grammar)
    {
        var parameters = new ModelParams(settings.Path!)
        {
            ContextSize = (uint)(settings.ContextLength * settings.Sequences),
            SeqMax = (uint)settings.Sequences,
            GpuLayerCount = settings.GpuLayers,
            Threads = settings.Threads,
            BatchThreads = settings.Threads,
            KVUnified = true,
        };
        LLamaWeights? weights = null;
        try
        {
            weights = LLamaWeights.LoadFromFile(parameters);
            return new LlamaModel(weights, new BatchedExecutor(weights, parameters), settings.ContextLength, grammar);
        }
        catch (Exception error) when (error is LLama.Exceptions.RuntimeError or IOException or ArgumentException or DllNotFoundException or TypeInitializationException)
        {
            weights?.Dispose();
            throw new BackendException($"{settings.Path} cannot be run by llama.cpp ({error.GetType().Name}): it is damaged, or no GGUF file of a kind that is known.", isPassing: false, error);
        }
    }

    public string? Format(ChatPrompt prompt)
    {
        if (!_weights.Metadata.ContainsKey("tokenizer.chat_template"))
        {
            return null;
        }

        var template = new LLamaTemplate(_weights) { AddAssistant = true };
        template.Add("system", prompt.System);
        template.Add("user", prompt.User);
        return LLamaTemplate.Encoding.GetString(template.Apply());
    }

    public IReadOnlyList<int> Tokenize(string text) => [.. _executor.Context.Tokenize(text, addBos: true, special: true).Select(token => (int)token)];

    public ISequence Begin(IReadOnlyList<int> tokens, WritingOptions options)
    {
        Conversation conversation = _executor.Create();
        conversation.Prompt(tokens.Select(token => (LLamaToken)token).ToList());
        var sampling = new DefaultSamplingPipeline
        {
            Temperature = (float)options.Temperature,
            TopK = options.TopK,
            TopP = (float)options.TopP,
            Seed = (uint)options.Seed,
            Grammar = _grammar is null ? null : new Grammar(_grammar, "root"),
        };
        return new LlamaSequence(_weights, conversation, sampling);
    }

    public async Task InferAsync(CancellationToken cancellationToken)
    {
        DecodeResult result = await _executor.Infer(cancellationToken).ConfigureAwait(false);
        if (result != DecodeResult.Ok)
        {
            throw new BackendException($"llama.cpp cannot go on: {result}. Lower gguf.sequences or gguf.contextLength.", isPassing: false);
        }
    }

    public void Dispose()
    {
        _executor.Dispose();
        _weights.Dispose();
    }
}

using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tokenizers;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Checkpoints;

/// <summary>
/// Writes with a published model that this process runs itself. The beginning of the reply's form is put into the model's mouth and a reply ends where its form is complete, so that models
/// without chat training can write too.
/// </summary>
/// <remarks>Reading a model is thread-safe: seeds of a run may write at the same time.</remarks>
public sealed class CheckpointGenerator : IWritingBackend
{
    // A reply of fewer tokens holds no text; a prompt that leaves fewer is too long.
    private const int ShortestReply = 16;

    private const string ReplyBegins = "{\"text\":\"";

    private readonly DecoderModel _model;
    private readonly ITextTokenizer _tokenizer;
    private readonly ChatTemplate? _chat;
    private readonly PromptTemplate _template;
    private readonly int _sequences;
    private readonly int _maximumTokens;
    private readonly int _endId;
    private readonly int[] _neverDrawn;
    private long _asked, _answered, _input, _output;

    private CheckpointGenerator(DecoderModel model, BaseCheckpoint checkpoint, string name, PromptTemplate template, int sequences, int maximumTokens)
    {
        (_model, _tokenizer, _template, _sequences, _maximumTokens, Name) = (model, checkpoint.Tokenizer, template, sequences, maximumTokens, name);
        _chat = checkpoint.Tokenizer is IModelTokenizer published ? ChatTemplate.For(published) : null;
        _endId = _chat?.StopIds is [var stop, ..] ? stop : _tokenizer.EndId;
        _neverDrawn = [.. PublicModel.NotText(_tokenizer, model.Config.VocabularySize).Where(id => id != _endId)];
    }

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <summary>The model with the hashes of its files.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public BackendUsage Usage => new(_asked, _answered, _input, _output, null);

    /// <summary>Loads a model.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="template">The words of prompts.</param>
    /// <param name="maximumTokens">Most tokens of a reply, at least 16.</param>
    /// <returns>The generator. The caller disposes it.</returns>
    /// <exception cref="BackendSettingsException">There is no such folder or file.</exception>
    /// <exception cref="Learning.Checkpoints.CheckpointException">It is damaged, not supported, or does not fit its tokenizer.</exception>
    /// <exception cref="TokenizerException">The tokenizer is missing, damaged or not supported.</exception>
    public static CheckpointGenerator Load(CheckpointSettings settings, PromptTemplate template, int maximumTokens)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(template);
        if (!Directory.Exists(settings.Path) && !File.Exists(settings.Path))
        {
            throw new BackendSettingsException($"{settings.Path}: there is no such folder or file of a model. Check checkpoint.path; it is relative to the settings file, and on the command line to the current folder.");
        }

        BaseCheckpoint checkpoint = BaseCheckpoint.Open(settings.Path);
        DecoderModel model = checkpoint.Load(settings.Dtype, settings.ContextLength);
        string name = (checkpoint.Identity with { Dtype = BaseCheckpoint.NameOf(model.Flat.dtype) }).ToString();
        return new CheckpointGenerator(model, checkpoint, name, template, settings.Sequences, maximumTokens);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        TorchThreads.Apply(); // An embedder that waits for others may have changed the thread.
        int[][] tokens = [.. prompts.AsParallel().AsOrdered().Select(prompt => Tokens(_template.Render(prompt)))];
        int[] fitting = [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i].Length + ShortestReply <= _model.Config.MaximumLength)];
        int finished = 0;
        for (; finished < tokens.Length - fitting.Length; finished++)
        {
            progress?.Invoke(finished + 1);
        }

        var sampling = new SamplingOptions
        {
            Temperature = options.Temperature,
            TopK = options.TopK,
            TopP = options.TopP,
            MaximumNewTokens = _maximumTokens,
            EndToken = _endId,
            EndsAfter = IsWhole,
            ForbiddenTokens = _neverDrawn,
            BatchSize = _sequences,
            Seed = options.Seed,
        };
        IReadOnlyList<GeneratedText> written = new TextSampler(_model).Generate(
            fitting.Select(i => new GenerationRequest(tokens[i])).ToArray(), sampling, _ => progress?.Invoke(++finished), cancellationToken);
        var replies = new WrittenText[prompts.Count];
        Array.Fill(replies, WrittenText.None(EndpointGenerator.PromptTooLong));
        foreach (GeneratedText text in written)
        {
            replies[fitting[text.Index]] = ReplyFormat.Read(Reply(text.Tokens), text.Tokens.Count, text.Ended);
        }

        Interlocked.Add(ref _asked, fitting.Length);
        Interlocked.Add(ref _answered, written.Count);
        Interlocked.Add(ref _input, fitting.Sum(i => (long)tokens[i].Length));
        Interlocked.Add(ref _output, written.Sum(text => (long)text.Tokens.Count));
        return Task.FromResult<IReadOnlyList<WrittenText>>(replies);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private int[] Tokens(ChatPrompt words)
    {
        int[] prompt = _chat is null
            ? [_tokenizer.BeginId, .. _tokenizer.Encode($"{words.System}\n\n{words.User}\n".TrimStart())]
            : _chat.Encode(words.System.Length == 0 ? [new ChatTurn(ChatRole.User, words.User)] : [new ChatTurn(ChatRole.System, words.System), new ChatTurn(ChatRole.User, words.User)]);
        return [.. prompt, .. _tokenizer.Encode(ReplyBegins)];
    }

    private string Reply(IReadOnlyList<int> tokens) => ReplyBegins + _tokenizer.Decode([.. tokens]);

    /// <summary>Whether the object is complete. Only a token with a brace can complete it, and few have one.</summary>
    private bool IsWhole(IReadOnlyList<int> tokens) =>
        _tokenizer.Decode([tokens[^1]]).Contains('}', StringComparison.Ordinal) && ReplyFormat.Read(Reply(tokens), tokens.Count, complete: true).Dropped is null or ReplyFormat.TooLong;
}

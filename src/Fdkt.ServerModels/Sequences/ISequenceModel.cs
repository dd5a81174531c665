using Fdkt.Learning.Augmentation;

namespace Fdkt.ServerModels.Sequences;

/// <summary>A language model in this process that works on several sequences of tokens at a time. Used by one thread at a time. Decides nothing: <see cref="SequenceGenerator"/> does.</summary>
public interface ISequenceModel : IDisposable
{
    /// <summary>Most tokens of a sequence. There is room for as many such sequences as the model was made for.</summary>
    int ContextLength { get; }

    /// <summary>A prompt in the model's own chat format, up to where the reply begins.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The text with its control tokens; null where the model has no chat format.</returns>
    string? Format(ChatPrompt prompt);

    /// <summary>Tokens of a text with control tokens.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The tokens, the one that begins a sequence included where the model has one.</returns>
    IReadOnlyList<int> Tokenize(string text);

    /// <summary>Begins a sequence; its tokens are read by the next <see cref="InferAsync"/>.</summary>
    /// <param name="tokens">At least one.</param>
    /// <param name="options">How it samples; every token is held to <see cref="ReplyFormat.Grammar"/>.</param>
    /// <returns>The sequence. The caller disposes it.</returns>
    ISequence Begin(IReadOnlyList<int> tokens, WritingOptions options);

    /// <summary>Reads the next batch of the tokens that sequences have been given. Long prompts take several.</summary>
    /// <param name="cancellationToken">Stops before the batch.</param>
    /// <exception cref="BackendException">The model cannot go on.</exception>
    Task InferAsync(CancellationToken cancellationToken);
}

using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;

namespace Fdkt.ServerModels.Sequences;

/// <summary>
/// Writes with a model in this process, several sequences at a time: where one ends, the next prompt takes its place, so the batch stays full. What comes of each prompt stands in its own place
/// of the result.
/// </summary>
/// <param name="model">The model. Owned.</param>
/// <param name="name">What reports and logs call it.</param>
/// <param name="template">The words of prompts.</param>
/// <param name="sequences">Most sequences at a time, at least 1.</param>
/// <param name="maximumTokens">Most tokens of a reply.</param>
public sealed class SequenceGenerator(ISequenceModel model, string name, PromptTemplate template, int sequences, int maximumTokens) : IWritingBackend
{
    // A reply of fewer tokens holds no text; a prompt that leaves fewer is too long.
    private const int ShortestReply = 16;

    private readonly SemaphoreSlim _turn = new(1);
    private long _asked, _answered, _input, _output;

    /// <inheritdoc/>
    public bool StaysInProcess => true;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public BackendUsage Usage => new(_asked, _answered, _input, _output, null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WrittenText>> GenerateAsync(
        IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        // Seeds of a run may come at the same time; the model works for one of them after the other.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await WriteAsync(prompts, options, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        model.Dispose();
        _turn.Dispose();
    }

    private async Task<WrittenText[]> WriteAsync(IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        var replies = new WrittenText[prompts.Count];
        var running = new List<RunningSequence>();
        int next = 0, finished = 0;
        void Finish(int index, WrittenText reply)
        {
            replies[index] = reply;
            _output += reply.Tokens;
            progress?.Invoke(++finished);
        }

        try
        {
            while (next < prompts.Count || running.Count > 0)
            {
                for (; next < prompts.Count && running.Count < sequences; next++)
                {
                    if (Begin(prompts[next], next, options) is { } begun)
                    {
                        running.Add(begun);
                    }
                    else
                    {
                        Finish(next, WrittenText.None(Endpoint.EndpointGenerator.PromptTooLong));
                    }
                }

                if (running.Count > 0)
                {
                    await model.InferAsync(cancellationToken).ConfigureAwait(false);
                }

                foreach (RunningSequence sequence in running.Where(sequence => sequence.IsReady).ToArray())
                {
                    if (sequence.Step() is { } reply)
                    {
                        running.Remove(sequence);
                        sequence.Dispose();
                        _answered++;
                        Finish(sequence.Index, reply);
                    }
                }
            }
        }
        finally
        {
            running.ForEach(sequence => sequence.Dispose());
        }

        return replies;
    }

    /// <summary>Null where the prompt leaves no room for a reply.</summary>
    private RunningSequence? Begin(FewShotPrompt prompt, int index, WritingOptions options)
    {
        ChatPrompt words = template.Render(prompt);
        IReadOnlyList<int> tokens = model.Tokenize(model.Format(words) ?? $"{words.System}\n\n{words.User}\n".TrimStart());
        int limit = Math.Min(maximumTokens, model.ContextLength - tokens.Count);
        if (limit < ShortestReply)
        {
            return null;
        }

        _asked++;
        _input += tokens.Count;
        return new RunningSequence(index, model.Begin(tokens, options with { Seed = unchecked(options.Seed * 1_000_003 + index) & int.MaxValue }), limit);
    }
}

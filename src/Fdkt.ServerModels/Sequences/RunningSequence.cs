using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;

namespace Fdkt.ServerModels.Sequences;

/// <summary>A reply under way.</summary>
/// <param name="index">Place of its prompt.</param>
/// <param name="sequence">The sequence. Owned.</param>
/// <param name="limit">Most tokens of the reply.</param>
internal sealed class RunningSequence(int index, ISequence sequence, int limit) : IDisposable
{
    private readonly List<int> _tokens = [];

    public int Index => index;

    public bool IsReady => sequence.IsReady;

    /// <summary>Draws a token. The reply where that ended it; null where it goes on.</summary>
    public WrittenText? Step()
    {
        if (sequence.Sample() is not { } token)
        {
            return ReplyFormat.Read(sequence.Decode(_tokens), _tokens.Count, complete: true);
        }

        _tokens.Add(token);
        if (_tokens.Count == limit)
        {
            return ReplyFormat.Read(sequence.Decode(_tokens), _tokens.Count, complete: false);
        }

        sequence.Append(token);
        return null;
    }

    public void Dispose() => sequence.Dispose();
}

using Fdkt.Learning.Embedding;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>What every reply must pass before it counts as a text.</summary>
internal sealed class ReplyChecks(int minimumWords)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Why a reply is dropped; null where it stays.</summary>
    public string? Refuse(WrittenText reply)
    {
        if (reply.Dropped is not null || reply.Text.Length == 0)
        {
            return reply.Dropped ?? "empty";
        }

        List<string> words = Words.Of(reply.Text);
        // Equal but for case and punctuation is the same text to a reader and to the student.
        return words.Count < minimumWords ? "too short" : _seen.Add(string.Join(' ', words)) ? null : "duplicate";
    }

    /// <summary>Marks texts that must not come back, such as the demonstrations themselves.</summary>
    public void Exclude(IEnumerable<Example> texts) => _seen.UnionWith(texts.Select(text => string.Join(' ', Words.Of(text.Text))));
}

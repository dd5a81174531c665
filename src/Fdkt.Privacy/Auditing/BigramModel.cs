namespace Fdkt.Privacy.Auditing;

/// <summary>How likely a text is after some texts were read: word pairs, smoothed with single words. What an attacker makes of released text.</summary>
/// <remarks>Interpolated: a quarter of the weight to the single word with one count for every word there could be, the rest to the pair where its first word was seen. Immutable, thread-safe.</remarks>
public sealed class BigramModel
{
    private const double SingleWeight = 0.25;

    // Words that were never read share one count each; the number only has to be the same for all texts that are compared.
    private const double UnseenWords = 10_000;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<(string First, string Second), int> _pairs = [];
    private long _total;

    /// <summary>Reads texts.</summary>
    /// <param name="texts">The texts; none is allowed.</param>
    public BigramModel(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (string text in texts)
        {
            string before = string.Empty; // the begin of a text
            Count(before);
            foreach (string word in SharedRuns.Split(text))
            {
                Count(word);
                _total++;
                _pairs[(before, word)] = _pairs.GetValueOrDefault((before, word)) + 1;
                before = word;
            }
        }
    }

    /// <summary>Mean log-probability of the words of a text, in nats.</summary>
    /// <param name="text">Any text; without a word it is 0.</param>
    public double LogProbability(string text)
    {
        string before = string.Empty;
        double sum = 0.0;
        IReadOnlyList<string> words = SharedRuns.Split(text);
        foreach (string word in words)
        {
            double single = (_words.GetValueOrDefault(word) + 1.0) / (_total + UnseenWords);
            int seen = _words.GetValueOrDefault(before);
            double pair = seen == 0 ? single : (double)_pairs.GetValueOrDefault((before, word)) / seen;
            sum += Math.Log((SingleWeight * single) + ((1.0 - SingleWeight) * pair));
            before = word;
        }

        return words.Count == 0 ? 0.0 : sum / words.Count;
    }

    private void Count(string word) => _words[word] = _words.GetValueOrDefault(word) + 1;
}

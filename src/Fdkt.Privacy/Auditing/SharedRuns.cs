namespace Fdkt.Privacy.Auditing;

/// <summary>Looks for private text in released text: the longest run of words that each released text shares with any private one.</summary>
/// <remarks>
/// A suffix automaton over all private texts (Blumer et al. 1985): time and memory grow with the number of words, not with the number of pairs.
/// Words are compared without case and without punctuation around them. Immutable once made, thread-safe.
/// The result is a report to the data owner. It is never sent, and nothing that is released may depend on it.
/// </remarks>
public sealed class SharedRuns
{
    private readonly List<Dictionary<string, int>> _next = [];
    private readonly List<int> _link = [];
    private readonly List<int> _length = [];
    private readonly List<int> _source = [];

    /// <summary>Reads the private texts.</summary>
    /// <param name="privateTexts">All private texts of a client.</param>
    public SharedRuns(IEnumerable<string> privateTexts)
    {
        ArgumentNullException.ThrowIfNull(privateTexts);
        State(0, -1, -1);
        int index = 0;
        foreach (string text in privateTexts)
        {
            int last = 0; // each text starts anew, so no run crosses from one into another
            foreach (string word in Split(text))
            {
                last = Extend(last, word, index);
            }

            index++;
        }
    }

    /// <summary>The words of a text as they are compared.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Bare).Where(word => word.Length > 0)];
    }

    /// <summary>The longest run that a released text shares with any private text; the first of several.</summary>
    /// <param name="released">The released text.</param>
    /// <param name="index">Its index, for the result.</param>
    public SharedRun Longest(string released, int index = 0)
    {
        var best = new SharedRun(index, 0, 0, -1);
        int state = 0;
        int length = 0;
        IReadOnlyList<string> words = Split(released);
        for (int i = 0; i < words.Count; i++)
        {
            while (state != 0 && !_next[state].ContainsKey(words[i]))
            {
                state = _link[state];
                length = _length[state];
            }

            if (_next[state].TryGetValue(words[i], out int next))
            {
                state = next;
                length++;
            }

            if (length > best.Words)
            {
                best = new SharedRun(index, i - length + 1, length, _source[state]);
            }
        }

        return best;
    }

    private static string Bare(string word)
    {
        int start = 0;
        int end = word.Length;
        while (start < end && !char.IsLetterOrDigit(word[start]))
        {
            start++;
        }

        while (end > start && !char.IsLetterOrDigit(word[end - 1]))
        {
            end--;
        }

        return word[start..end].ToUpperInvariant();
    }

    private int State(int length, int link, int source, Dictionary<string, int>? next = null)
    {
        _next.Add(next ?? new Dictionary<string, int>(StringComparer.Ordinal));
        _link.Add(link);
        _length.Add(length);
        _source.Add(source);
        return _next.Count - 1;
    }

    // Adds a word after a state, in the generalized automaton.
    private int Extend(int last, string word, int source)
    {
        if (_next[last].TryGetValue(word, out int there))
        {
            return _length[there] == _length[last] + 1 ? there : Clone(last, word, there);
        }

        int made = State(_length[last] + 1, 0, source);
        int state = last;
        for (; state >= 0 && !_next[state].ContainsKey(word); state = _link[state])
        {
            _next[state][word] = made;
        }

        if (state >= 0)
        {
            int target = _next[state][word];
            _link[made] = _length[target] == _length[state] + 1 ? target : Clone(state, word, target);
        }

        return made;
    }

    private int Clone(int state, string word, int target)
    {
        int clone = State(_length[state] + 1, _link[target], _source[target], new Dictionary<string, int>(_next[target], StringComparer.Ordinal));
        _link[target] = clone;
        for (; state >= 0 && _next[state].TryGetValue(word, out int there) && there == target; state = _link[state])
        {
            _next[state][word] = clone;
        }

        return clone;
    }
}

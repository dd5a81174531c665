using System.Runtime.InteropServices;

namespace Fdkt.Learning.Tokenizers;

/// <summary>How often each pair of neighbouring ids occurs in a set of counted words, kept up to date while pairs are merged.</summary>
internal sealed class BpePairCounts
{
    private readonly List<(int[] Ids, int Count)> _words;
    private readonly Dictionary<long, long> _counts = [];
    private readonly Dictionary<long, HashSet<int>> _where = [];
    private readonly PriorityQueue<long, (long NegativeCount, long Pair)> _queue = new();

    public BpePairCounts(List<(int[] Ids, int Count)> words)
    {
        _words = words;
        for (int word = 0; word < words.Count; word++)
        {
            Add(word, 1, null);
        }

        foreach ((long pair, long count) in _counts)
        {
            _queue.Enqueue(pair, (-count, pair));
        }
    }

    /// <summary>The most frequent pair, the one of the smallest ids on a tie.</summary>
    /// <returns>False where none occurs at least <paramref name="minimumCount"/> times.</returns>
    public bool TryTakeMostFrequent(long minimumCount, out int left, out int right)
    {
        while (_queue.TryDequeue(out long pair, out (long NegativeCount, long Pair) entry))
        {
            long count = _counts.GetValueOrDefault(pair);
            if (count == -entry.NegativeCount && count >= minimumCount)
            {
                (left, right) = ((int)(pair >> 32), (int)pair);
                return true;
            }

            // An old entry: the count has changed since. Where it fell, this is the only entry; where it rose, a newer one exists as well.
            if (count >= minimumCount && count < -entry.NegativeCount)
            {
                _queue.Enqueue(pair, (-count, pair));
            }
        }

        (left, right) = (0, 0);
        return false;
    }

    /// <summary>Replaces the pair by <paramref name="result"/> in every word.</summary>
    public void Merge(int left, int right, int result)
    {
        long pair = PairMerger.Key(left, right);
        if (!_where.Remove(pair, out HashSet<int>? places))
        {
            return;
        }

        var risen = new HashSet<long>();
        foreach (int word in places)
        {
            (int[] ids, int count) = _words[word];
            Add(word, -1, null);
            _words[word] = (Replace(ids, left, right, result), count);
            Add(word, 1, risen);
        }

        _counts.Remove(pair);
        foreach (long changed in risen)
        {
            _queue.Enqueue(changed, (-_counts[changed], changed));
        }
    }

    private void Add(int word, int sign, HashSet<long>? touched)
    {
        (int[] ids, int count) = _words[word];
        for (int i = 0; i + 1 < ids.Length; i++)
        {
            long pair = PairMerger.Key(ids[i], ids[i + 1]);
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += (long)sign * count;
            if (sign > 0)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_where, pair, out _) ??= []).Add(word);
                touched?.Add(pair);
            }
        }
    }

    private static int[] Replace(int[] ids, int left, int right, int result)
    {
        int length = 0;
        int[] replaced = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            bool match = i + 1 < ids.Length && ids[i] == left && ids[i + 1] == right;
            replaced[length++] = match ? result : ids[i];
            i += match ? 1 : 0;
        }

        return replaced[..length];
    }
}

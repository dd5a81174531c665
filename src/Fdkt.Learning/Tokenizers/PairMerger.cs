namespace Fdkt.Learning.Tokenizers;

/// <summary>Applies pair merges to a sequence: always the pair of lowest priority number, the leftmost on a tie, until none is left.</summary>
/// <remarks>A heap over a linked list: O(n log n), so that one very long word cannot stall an encoder.</remarks>
internal static class PairMerger
{
    /// <summary>One number for a pair of ids.</summary>
    public static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    /// <summary>Merges until no neighbouring pair is in <paramref name="merges"/>.</summary>
    /// <param name="ids">The sequence to start from.</param>
    /// <param name="merges">From <see cref="Key"/> to the merge's priority (lower first, no NaN) and resulting id.</param>
    public static int[] Merge(ReadOnlySpan<int> ids, IReadOnlyDictionary<long, (double Priority, int Result)> merges)
    {
        int[] id = ids.ToArray();
        int[] next = new int[id.Length];
        int[] previous = new int[id.Length];
        var queue = new PriorityQueue<(int Left, int LeftId, int RightId, int Result), (double Priority, int Left)>();
        for (int i = 0; i < id.Length; i++)
        {
            next[i] = i + 1;
            previous[i] = i - 1;
        }

        for (int i = 0; i + 1 < id.Length; i++)
        {
            Offer(i);
        }

        while (queue.TryDequeue(out (int Left, int LeftId, int RightId, int Result) pair, out _))
        {
            int right = next[pair.Left];
            if (id[pair.Left] != pair.LeftId || right >= id.Length || id[right] != pair.RightId)
            {
                continue; // One of the two has been merged since.
            }

            id[pair.Left] = pair.Result;
            id[right] = -1;
            next[pair.Left] = next[right];
            if (next[right] < id.Length)
            {
                previous[next[right]] = pair.Left;
            }

            Offer(pair.Left);
            if (previous[pair.Left] >= 0)
            {
                Offer(previous[pair.Left]);
            }
        }

        return Array.FindAll(id, static value => value >= 0);

        void Offer(int left)
        {
            int right = next[left];
            if (right < id.Length && merges.TryGetValue(Key(id[left], id[right]), out (double Priority, int Result) merge))
            {
                queue.Enqueue((left, id[left], id[right], merge.Result), (merge.Priority, left));
            }
        }
    }
}

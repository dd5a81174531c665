namespace Fdkt.GpuJobs.Stages;

/// <summary>Keeps the rows of a user together while they are dealt. A row without a user, and every row where users are not known, stands alone.</summary>
internal sealed class DealtUsers
{
    private readonly int[][] _groups;
    private readonly int[] _groupOf;
    private readonly HashSet<int> _dealt = [];

    /// <param name="rows">Number of rows.</param>
    /// <param name="users">Whose each row is; null where users are not known.</param>
    public DealtUsers(int rows, IReadOnlyList<string?>? users)
    {
        Users = users;
        // The key of a row that stands alone is its number, which no user's name is: names are in one part of the key, numbers in the other.
        _groups = [.. Enumerable.Range(0, rows).GroupBy(i => (User: users?[i], Alone: users?[i] is null ? i : -1)).Select(group => group.ToArray())];
        _groupOf = new int[rows];
        foreach ((int number, int[] group) in _groups.Index())
        {
            foreach (int row in group)
            {
                _groupOf[row] = number;
            }
        }
    }

    /// <summary>Whose each row is; null where users are not known.</summary>
    public IReadOnlyList<string?>? Users { get; }

    /// <summary>All rows in random order, those of a user one after another.</summary>
    public int[] Shuffled(Random random)
    {
        int[] order = [.. Enumerable.Range(0, _groups.Length)];
        random.Shuffle(order);
        return [.. order.SelectMany(group => _groups[group])];
    }

    /// <summary>The first position at or after one where another user begins.</summary>
    public int EndOfUser(int[] order, int position)
    {
        while (position > 0 && position < order.Length && _groupOf[order[position]] == _groupOf[order[position - 1]])
        {
            position++;
        }

        return position;
    }

    /// <summary>All rows of a row's user; none where they were taken before.</summary>
    public IReadOnlyList<int> Take(int row) => _dealt.Add(_groupOf[row]) ? _groups[_groupOf[row]] : [];
}

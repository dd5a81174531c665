using Fdkt.GpuJobs.Data;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Keeps the rows of a user together while they are dealt. A row without a user, and every row where users are not known, stands alone.</summary>
internal sealed class DealtUsers
{
    private const string Purpose = "deal";

    private readonly int[][] _groups;
    private readonly int[] _groupOf;
    private readonly HashSet<int> _dealt = [];
    private readonly int[] _order;

    /// <param name="rows">The rows.</param>
    /// <param name="users">Whose each row is; null where users are not known.</param>
    /// <param name="coins">Order the rows: each user, and each row that stands alone, by a coin of its own.</param>
    public DealtUsers(IReadOnlyList<Example> rows, IReadOnlyList<string?>? users, KeyedCoins coins)
    {
        Users = users;
        // The key of a row that stands alone is its number, which no user's name is: names are in one part of the key, numbers in the other.
        _groups = [.. Enumerable.Range(0, rows.Count).GroupBy(i => (User: users?[i], Alone: users?[i] is null ? i : -1)).Select(group => group.ToArray())];
        _groupOf = new int[rows.Count];
        foreach ((int number, int[] group) in _groups.Index())
        {
            foreach (int row in group)
            {
                _groupOf[row] = number;
            }
        }

        // A user has one coin whatever the user's rows are; a row that stands alone has that of its content.
        _order = [.. coins.Order(Purpose, _groups, group => users?[group[0]] is { } user ? $"user {user}" : $"row {rows[group[0]].Label} {rows[group[0]].Text}").SelectMany(group => group)];
    }

    /// <summary>Whose each row is; null where users are not known.</summary>
    public IReadOnlyList<string?>? Users { get; }

    /// <summary>All rows in the order of their coins, those of a user one after another.</summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>The first position at or after one where another user begins.</summary>
    public int EndOfUser(int position)
    {
        while (position > 0 && position < _order.Length && _groupOf[_order[position]] == _groupOf[_order[position - 1]])
        {
            position++;
        }

        return position;
    }

    /// <summary>All rows of a row's user; none where they were taken before.</summary>
    public IReadOnlyList<int> Take(int row) => _dealt.Add(_groupOf[row]) ? _groups[_groupOf[row]] : [];
}

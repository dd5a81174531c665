using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>The seeds over which every method is repeated. In JSON: a list of whole numbers, or their count.</summary>
[JsonConverter(typeof(SeedListConverter))]
public sealed class SeedList
{
    /// <summary>The largest count. A count is a repetition of the whole experiment; more than this is a seed that lost its brackets.</summary>
    public const int LargestCount = 1000;

    /// <summary>Makes a list.</summary>
    /// <param name="values">The seeds; the validator asks for at least one and no repeats.</param>
    public SeedList(params IReadOnlyList<int> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
    }

    /// <summary>The seeds in the order in which they run.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>The seeds 1, 2, …, count.</summary>
    /// <param name="count">How many; below 1 gives an empty list, which the validator refuses.</param>
    /// <returns>The list.</returns>
    public static SeedList OfCount(int count) => new([.. Enumerable.Range(1, Math.Max(0, count))]);
}

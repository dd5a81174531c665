using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Fdkt.GpuJobs.Data;

/// <summary>
/// One coin per row, drawn under a secret key from what the row holds and nothing else: HMAC-SHA256 of its user, label and text and of its rank among equal rows. Whoever decides by
/// such coins what happens to a row before a mechanism sees it decides it for that row alone: remove any row, and every other keeps its coin.
/// </summary>
/// <remarks>Equal rows have ranks 0, 1, 2, …; they can't be told apart, so removing any of them removes the last rank. Thread-safe.</remarks>
public sealed class KeyedCoins
{
    /// <summary>Bytes of a key that protects anything.</summary>
    public const int KeyBytes = 32;

    // A double holds so many bits of a coin exactly.
    private const int ShareBits = 53;

    private readonly byte[] _key;

    /// <summary>Coins under a key.</summary>
    /// <param name="key">At least <see cref="KeyBytes"/> bytes; secret, where the coins protect anything.</param>
    public KeyedCoins(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, KeyBytes);
        _key = key.ToArray();
    }

    /// <summary>Coins of a simulation: anyone who knows the seed can draw them, so they keep rows apart and nothing secret.</summary>
    /// <param name="seed">The seed.</param>
    public static KeyedCoins OfSeed(int seed) => new(SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"fdkt simulation {seed}"))));

    /// <summary>Draws a coin for every item.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="purpose">What the coins decide; each purpose has coins of its own.</param>
    /// <param name="items">The items.</param>
    /// <param name="content">What an item holds; see <see cref="ContentOf(OwnedRow)"/>.</param>
    /// <returns>A coin for each item, uniform over all values.</returns>
    public UInt128[] Draw<T>(string purpose, IReadOnlyList<T> items, Func<T, string> content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(content);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var coins = new UInt128[items.Count];
        for (int i = 0; i < coins.Length; i++)
        {
            string held = content(items[i]);
            int rank = CollectionsMarshal.GetValueRefOrAddDefault(seen, held, out _)++;
            coins[i] = Coin(purpose, held, rank);
        }

        return coins;
    }

    /// <summary>The items in the order of their coins, which no item can push another out of.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="purpose">What the order is for.</param>
    /// <param name="items">The items.</param>
    /// <param name="content">What an item holds.</param>
    public IReadOnlyList<T> Order<T>(string purpose, IReadOnlyList<T> items, Func<T, string> content)
    {
        UInt128[] coins = Draw(purpose, items, content);
        return [.. Enumerable.Range(0, coins.Length).OrderBy(i => coins[i]).Select(i => items[i])];
    }

    /// <summary>A coin as a number in [0, 1).</summary>
    /// <param name="coin">From <see cref="Draw"/>.</param>
    public static double Share(UInt128 coin) => (double)(ulong)(coin >> (128 - ShareBits)) / (1UL << ShareBits);

    /// <summary>All that a row holds, so that rows are equal exactly where this is.</summary>
    /// <param name="row">The row.</param>
    public static string ContentOf(OwnedRow row) => string.Create(
        CultureInfo.InvariantCulture, $"{row.User?.Length ?? -1}:{row.User}{row.Label.Length}:{row.Label}{row.Row.Text}");

    private UInt128 Coin(string purpose, string content, int rank)
    {
        byte[] bytes = new byte[purpose.Length + 1 + sizeof(int) + (content.Length * sizeof(char))];
        Encoding.ASCII.GetBytes(purpose, bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(purpose.Length + 1), rank);
        // As the characters are, not as UTF-8, so that texts with broken pairs stay apart too.
        MemoryMarshal.AsBytes(content.AsSpan()).CopyTo(bytes.AsSpan(purpose.Length + 1 + sizeof(int)));
        return BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_key, bytes));
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Fdkt.Privacy.Ledger;

/// <summary>
/// Marks of a ledger's entries: what may be shown to others in place of the hashes. Whoever has the ledger can compute them; nobody else can read from
/// them, not even by trying, when an entry was written. Equal marks mean the same entry of the same ledger, and so the same entries before it.
/// </summary>
public static class LedgerMark
{
    /// <summary>Hexadecimal digits of a mark: 128 bits.</summary>
    public const int Digits = 32;

    /// <summary>The mark of an entry.</summary>
    /// <param name="ledgerId">The ledger's id, which nobody else knows.</param>
    /// <param name="hash">The entry's hash.</param>
    public static string Of(string ledgerId, string hash)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ledgerId);
        ArgumentException.ThrowIfNullOrWhiteSpace(hash);
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ledgerId), Encoding.UTF8.GetBytes(hash)))[..Digits];
    }

    /// <summary>Whether a text can be a mark.</summary>
    /// <param name="text">The text.</param>
    public static bool IsMark(string? text) => text is { Length: Digits } && text.All(char.IsAsciiHexDigitLower);
}

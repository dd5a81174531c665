using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Fdkt.Privacy.Ledger;

/// <summary>Lines to bytes and back. The hash of a line covers its bytes up to <c>,"hash":"</c>, so no bit of it goes unwatched.</summary>
internal static class LedgerCodec
{
    /// <summary>The version this code writes, and the newest it reads.</summary>
    public const int SchemaVersion = 1;

    public const byte LineEnd = (byte)'\n';

    private const int HashDigits = 64;

    // A line is an object with a list of flat events.
    private const int DeepestNesting = 8;

    public static string NoHash { get; } = new('0', HashDigits);

    private static ReadOnlySpan<byte> BeforeHash => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> AfterHash => "\"}"u8;

    private static int SealLength => BeforeHash.Length + HashDigits + AfterHash.Length;

    /// <summary>Whether a text is a SHA-256 in lower-case hexadecimal digits.</summary>
    public static bool IsHash(string? text) => text is { Length: HashDigits } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>A line with its hash and line end.</summary>
    public static (byte[] Bytes, string Hash) Encode(LedgerLine line)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(line with { Hash = null }, LedgerJsonContext.Default.LedgerLine);
        ReadOnlySpan<byte> body = json.AsSpan(0, json.Length - 1); // without the closing brace
        string hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return ([.. body, .. BeforeHash, .. Encoding.ASCII.GetBytes(hash), .. AfterHash, LineEnd], hash);
    }

    /// <summary>Reads a line without its line end.</summary>
    /// <returns>The line with its hash, or what is wrong with it.</returns>
    public static (LedgerLine? Line, string? Problem) Decode(ReadOnlySpan<byte> bytes)
    {
        if (!IsSealed(bytes))
        {
            return (null, "its hash does not match its content.");
        }

        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestNesting });
            LedgerLine? line = JsonSerializer.Deserialize(ref reader, LedgerJsonContext.Default.LedgerLine);
            return line is null ? (null, "it is no entry.") : (line, null);
        }
        catch (JsonException exception)
        {
            return (null, $"this version cannot read it. {exception.Message}");
        }
    }

    /// <summary>Whether bytes end in the hash of what comes before it.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= SealLength)
        {
            return false;
        }

        ReadOnlySpan<byte> body = bytes[..^SealLength];
        ReadOnlySpan<byte> seal = bytes[^SealLength..];
        return seal.StartsWith(BeforeHash) && seal.EndsWith(AfterHash)
            && seal[BeforeHash.Length..^AfterHash.Length].SequenceEqual(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body))));
    }

    /// <summary>
    /// Whether bytes are the beginning of the line with this number and not all of it: an object that is still open. Every
    /// complete entry closes its object, so what passes here was never wholly written.
    /// </summary>
    public static bool IsCutShort(ReadOnlySpan<byte> bytes, long sequence)
    {
        ReadOnlySpan<byte> begins = Encoding.ASCII.GetBytes(sequence == 0
            ? FormattableString.Invariant($"{{\"schemaVersion\":{SchemaVersion},\"ledgerId\":\"")
            : FormattableString.Invariant($"{{\"sequence\":{sequence},\"kind\":\""));
        if (bytes.CommonPrefixLength(begins) < Math.Min(bytes.Length, begins.Length))
        {
            return false;
        }

        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = DeepestNesting }));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

namespace Fdkt.Privacy.Ledger;

/// <summary>The bytes of a ledger, read back.</summary>
/// <param name="Book">All entries up to the first fault.</param>
/// <param name="GoodBytes">Length of the entries that hold, the last one's line end included if it is there.</param>
/// <param name="TornBytes">Length of a last line that was never wholly written.</param>
/// <param name="LacksLineEnd">Whether the last entry is complete but for its line end.</param>
/// <param name="Fault">What is damaged; null if nothing is.</param>
internal sealed record LedgerReading(LedgerBook Book, long GoodBytes, long TornBytes, bool LacksLineEnd, LedgerFault? Fault)
{
    /// <summary>Reads bytes from the first line on; stops at the first fault.</summary>
    public static LedgerReading Of(ReadOnlySpan<byte> bytes)
    {
        var book = new LedgerBook();
        int start = 0;
        int line = 1;
        for (; bytes[start..].IndexOf(LedgerCodec.LineEnd) is >= 0 and int length; line++)
        {
            if (Take(book, bytes.Slice(start, length)) is { } problem)
            {
                return new LedgerReading(book, start, 0, false, new LedgerFault(line, problem));
            }

            start += length + 1;
        }

        ReadOnlySpan<byte> tail = bytes[start..];

        // After a power cut some file systems show blocks that were never written as zeros.
        ReadOnlySpan<byte> written = tail.TrimEnd((byte)0);
        if (written.IsEmpty || LedgerCodec.IsCutShort(written, book.NextSequence))
        {
            return new LedgerReading(book, start, tail.Length, false, Short(book, line));
        }

        return Take(book, written) is { } fault
            ? new LedgerReading(book, start, 0, false, new LedgerFault(line, fault))
            : new LedgerReading(book, start + written.Length, tail.Length - written.Length, true, Short(book, line));
    }

    private static LedgerFault? Short(LedgerBook book, int line) => book.Shortness is { } problem ? new LedgerFault(line, problem) : null;

    private static string? Take(LedgerBook book, ReadOnlySpan<byte> bytes)
    {
        (LedgerLine? line, string? problem) = LedgerCodec.Decode(bytes);
        return line is null ? problem : book.Add(line);
    }
}

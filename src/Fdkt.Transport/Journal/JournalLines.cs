using System.Text;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Json;

namespace Fdkt.Transport.Journal;

/// <summary>The stored form of a journal: one JSON object a line, numbered without gaps.</summary>
internal static class JournalLines
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>Writes entries.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="next">The sequence number that the first must have.</param>
    /// <param name="writer">Added to each line where equal entries of two writers must differ in bytes; readers ignore it. Null adds nothing.</param>
    /// <exception cref="ArgumentException">An entry has another number.</exception>
    public static byte[] Write(IReadOnlyList<JournalEntry> entries, long next, string? writer = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using var lines = new MemoryStream();
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Sequence != next + i)
            {
                throw new ArgumentException($"Entry {entries[i].Sequence} is appended where {next + i} comes next.", nameof(entries));
            }

            JsonSerializer.Serialize(lines, entries[i], FederationJsonContext.Default.JournalEntry);
            if (writer is not null)
            {
                // Over the closing brace.
                lines.Position--;
                lines.Write(Encoding.UTF8.GetBytes($",\"writer\":\"{writer}\"}}"));
            }

            lines.WriteByte(LineFeed);
        }

        return lines.ToArray();
    }

    /// <summary>Reads entries up to the last whole one.</summary>
    /// <param name="bytes">All that is stored.</param>
    /// <param name="name">Name of the journal, for messages.</param>
    /// <returns>The entries, and the number of bytes that they take; what lies behind is the torn end of an append that nobody was told of.</returns>
    /// <exception cref="InvalidDataException">A line is damaged that others follow.</exception>
    /// <exception cref="RefusedException">An entry is of a version that this build does not read.</exception>
    public static (IReadOnlyList<JournalEntry> Entries, int Length) Read(ReadOnlySpan<byte> bytes, string name)
    {
        var entries = new List<JournalEntry>();
        int start = 0;
        while (bytes[start..].IndexOf(LineFeed) is var length and >= 0)
        {
            int end = start + length + 1;
            try
            {
                JournalEntry entry = ContractReader.Read(bytes[start..(end - 1)], FederationJsonContext.Default.JournalEntry, JournalEntry.CurrentSchemaVersion);
                entries.Add(entry.Sequence == entries.Count ? entry : throw new InvalidDataException($"Journal {name} holds entry {entry.Sequence} where {entries.Count} belongs."));
            }
            catch (RefusedException torn) when (end == bytes.Length && torn.Reason is ReasonCode.MalformedJson or ReasonCode.NotUtf8)
            {
                break;
            }
            catch (RefusedException damaged) when (damaged.Reason is ReasonCode.MalformedJson or ReasonCode.NotUtf8)
            {
                throw new InvalidDataException($"Journal {name} is damaged at entry {entries.Count}.", damaged);
            }

            start = end;
        }

        return (entries, start);
    }
}

using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Ledgers;

/// <summary>What the federation remembers of a client's ledger. The operator gives it to a data owner whose ledger was lost: <c>fdkt ledger recover --known</c>.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Client">The client.</param>
/// <param name="Head">The newest that was seen.</param>
/// <param name="Known">Marks of entries of the client's ledgers that were seen, newest first; at most <see cref="MostKnown"/>.</param>
public sealed record ClientLedgerHead(int SchemaVersion, ClientId Client, LedgerHead Head, IReadOnlyList<string> Known) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Most marks that are remembered.</summary>
    public const int MostKnown = 1024;

    /// <summary>What is remembered after a release whose manifest carries a head. Pure.</summary>
    /// <param name="client">The client.</param>
    /// <param name="before">What was remembered; null for nothing.</param>
    /// <param name="head">The release's head.</param>
    /// <returns>What to remember; null where the head contradicts what was seen: the ledger was set back, or begun anew.</returns>
    public static ClientLedgerHead? After(ClientId client, ClientLedgerHead? before, LedgerHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (before is null)
        {
            return new ClientLedgerHead(CurrentSchemaVersion, client, head, Newest([head.Mark, .. head.Earlier, .. head.Recovers]));
        }

        // The same release again, or one that was overtaken by a later one.
        if (before.Known.Contains(head.Mark))
        {
            return before;
        }

        return Follows(before.Head, head) ? before with { Head = head, Known = Newest([head.Mark, .. head.Earlier, .. head.Recovers, .. before.Known]) } : null;
    }

    /// <summary>Whether one head comes after another. A rebuilt ledger does where it says that it was rebuilt from the other.</summary>
    private static bool Follows(LedgerHead before, LedgerHead head)
    {
        if (head.Ledger != before.Ledger)
        {
            return head.Recovers.Contains(before.Mark);
        }

        // Further apart than the marks reach: nothing contradicts it.
        return head.Entries > before.Entries && (head.Earlier.Contains(before.Mark) || head.Entries - head.Earlier.Count > before.Entries);
    }

    private static IReadOnlyList<string> Newest(IEnumerable<string> marks) => [.. marks.Distinct(StringComparer.Ordinal).Take(MostKnown)];
}

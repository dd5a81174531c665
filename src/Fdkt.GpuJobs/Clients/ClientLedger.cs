using Fdkt.Contracts.Ledgers;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Clients;

/// <summary>
/// A client's ledger beside what the client's own folder knows of spending. A ledger that is missing, or that lacks a charge of a release or statement that lies in
/// the folder, is refused before anything is begun.
/// </summary>
public static class ClientLedger
{
    /// <summary>Makes the ledger of a client that never released anything. One that is there is kept.</summary>
    /// <param name="folder">The client's folder.</param>
    /// <param name="clock">Dates the first entry.</param>
    /// <exception cref="LedgerBehindException">The folder holds releases or statements, and no ledger has charged them.</exception>
    public static void MakeFirst(ClientFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(folder.LedgerPath) && folder.Releases.Names().Count + folder.Statements.Names().Count == 0)
        {
            PrivacyLedger.Create(folder.LedgerPath, clock);
        }

        Check(folder);
    }

    /// <summary>Opens the ledger and checks it.</summary>
    /// <param name="folder">The client's folder.</param>
    /// <param name="clock">Dates the entries.</param>
    /// <exception cref="LedgerBehindException">It is missing, or lacks what was charged.</exception>
    /// <exception cref="LedgerDamagedException">Its entries do not hold together.</exception>
    /// <exception cref="LedgerInUseException">It is open elsewhere.</exception>
    public static PrivacyLedger Open(ClientFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var ledger = PrivacyLedger.Open(folder.LedgerPath, clock);
        try
        {
            Check(folder, ledger.Report());
            return ledger;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>Checks the ledger without its lock: what a worker does when it starts.</summary>
    /// <param name="folder">The client's folder.</param>
    /// <exception cref="LedgerBehindException">It is missing, or lacks what was charged.</exception>
    /// <exception cref="LedgerDamagedException">Its entries do not hold together.</exception>
    public static void Check(ClientFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(folder.LedgerPath))
        {
            throw new LedgerBehindException(folder.LedgerPath, "is missing");
        }

        LedgerReport report = PrivacyLedger.Verify(folder.LedgerPath);
        Check(folder, report.Fault is null ? report : throw new LedgerDamagedException(report.Path, report.Fault));
    }

    /// <summary>How a ledger stands, for the manifest of a release.</summary>
    /// <param name="ledger">The ledger.</param>
    public static LedgerHead Head(PrivacyLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        LedgerReport report = ledger.Report();
        IReadOnlyList<string> marks = report.Marks();
        return new LedgerHead(
            report.Name!, marks.Count, marks[^1], [.. marks.Reverse().Skip(1).Take(LedgerHead.MostEarlier)], report.Recovers,
            LedgerSpendings.Of(report.Releases.Where(release => release.IsLive).SelectMany(release => release.Charge.Events)));
    }

    /// <summary>Whether a ledger, or one that it was rebuilt from, has an entry.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="mark">The entry's mark.</param>
    public static bool Knows(PrivacyLedger ledger, string mark)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        LedgerReport report = ledger.Report();
        return report.Marks().Contains(mark) || report.Recovers.Contains(mark);
    }

    private static void Check(ClientFolder folder, LedgerReport ledger)
    {
        if (ledger.LedgerId is null)
        {
            throw new LedgerBehindException(ledger.Path, "holds no entry");
        }

        Dictionary<string, LedgerReservation> charged = ledger.Releases.ToDictionary(release => release.Charge.ReleaseId, StringComparer.Ordinal);
        HashSet<string> marks = [.. ledger.Marks()];
        foreach (string name in folder.Releases.Names())
        {
            LedgerHead? head = folder.Releases.ManifestOf(name)?.Ledger;
            if (charged.GetValueOrDefault(name) is not { IsLive: true })
            {
                throw new LedgerBehindException(ledger.Path, $"has not charged the release '{name}', which lies in releases/");
            }

            if (head is not null && head.Ledger == ledger.Name && !marks.Contains(head.Mark))
            {
                throw new LedgerBehindException(ledger.Path, $"lacks the entry that it ended in when the release '{name}' was made");
            }
        }

        HashSet<string> hashes = [.. ledger.Entries.Select(entry => entry.Hash)];
        foreach (string name in folder.Statements.Names())
        {
            if (!charged.ContainsKey(name))
            {
                throw new LedgerBehindException(ledger.Path, $"has not charged the release '{name}', whose statement lies in statements/");
            }

            if (folder.Statements.TryRead(name) is { } statement && statement.Lineage.GetValueOrDefault(LedgerLineage.Ledger) == ledger.LedgerId
                && !hashes.Contains(statement.Lineage.GetValueOrDefault(LedgerLineage.Head) ?? statement.Lineage.GetValueOrDefault(LedgerLineage.Entry) ?? string.Empty))
            {
                throw new LedgerBehindException(ledger.Path, $"lacks the entry that the statement of '{name}' names");
            }
        }
    }
}

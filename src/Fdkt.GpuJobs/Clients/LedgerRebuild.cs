using Fdkt.Contracts.Ledgers;
using Fdkt.Privacy;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Clients;

/// <summary>
/// Rebuilds a client's ledger from all that is known of its spending: what is left of it, copies, what was replaced before, <c>releases/</c>, <c>statements/</c>, and
/// what the federation remembers.
/// </summary>
public static class LedgerRebuild
{
    // δ of a sum is that of no release; the smallest of the others decides what is shown.
    private const double UnknownDelta = 0.5;

    /// <summary>Rebuilds the ledger.</summary>
    /// <param name="folder">The client's folder.</param>
    /// <param name="copies">Copies of the ledger, of any age.</param>
    /// <param name="known">What the federation remembers; null where it was not asked.</param>
    /// <param name="neverReleased">The owner's word that nothing was ever released of these records: where no evidence is found at all, the ledger is begun.</param>
    /// <param name="clock">Dates the entries.</param>
    /// <returns>What was rebuilt, and where the old ledger is now.</returns>
    /// <exception cref="LedgerBehindException">There is no evidence at all, or a release lies in the folder whose cost nothing tells.</exception>
    /// <exception cref="LedgerInUseException">The ledger is open elsewhere.</exception>
    public static LedgerRebuilt Run(ClientFolder folder, IReadOnlyList<string> copies, ClientLedgerHead? known, bool neverReleased, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(copies);
        LedgerEvidence evidence;
        try
        {
            evidence = Gather(folder, copies, known);
        }
        catch (Exception error) when (error is NotSupportedException or PrivacyParameterException)
        {
            throw new LedgerBehindException(folder.LedgerPath, $"cannot be rebuilt: {error.Message.TrimEnd('.')}");
        }

        if (!neverReleased && evidence.Tips.Count + evidence.Releases.Count == 0 && evidence.Ledgers.All(ledger => ledger.LedgerId is null))
        {
            throw new LedgerBehindException(folder.LedgerPath, "has left no trace, and neither has a release: give a copy, or what the federation remembers");
        }

        var recovery = LedgerRecovery.From(evidence);
        HashSet<string> charged = [.. recovery.Charges.Select(charge => charge.ReleaseId)];
        if (folder.Releases.Names().Concat(folder.Statements.Names()).FirstOrDefault(name => !charged.Contains(name)) is { } unknown)
        {
            throw new LedgerBehindException(folder.LedgerPath, $"cannot be rebuilt: nothing says what the release '{unknown}' cost; give a copy of the ledger or of its statement");
        }

        string? old = recovery.Write(folder.LedgerPath, clock);
        ClientLedger.Check(folder);
        return new LedgerRebuilt(recovery, old);
    }

    private static LedgerEvidence Gather(ClientFolder folder, IReadOnlyList<string> copies, ClientLedgerHead? known)
    {
        IEnumerable<string> files = copies.Concat(LedgerRecovery.Replaced(folder.LedgerPath)).Concat(File.Exists(folder.LedgerPath) ? [folder.LedgerPath] : []);
        LedgerReport[] ledgers = [.. files.Select(PrivacyLedger.Verify)];
        var releases = new List<KnownRelease>();
        var tips = new List<LedgerTip>();
        foreach (string name in folder.Releases.Names())
        {
            LedgerHead? head = folder.Releases.ManifestOf(name)?.Ledger;
            if (folder.Releases.ChargeOf(name) is { } charge)
            {
                releases.Add(new KnownRelease(charge, folder.Releases.ManifestOf(name)?.ContentHash, head?.Mark));
            }

            if (head is not null)
            {
                tips.Add(Tip(head, folder.Releases.ManifestOf(name)?.Statements[0].Delta));
            }
        }

        foreach (string name in folder.Statements.Names())
        {
            // A release that lies in releases/ says itself what it cost; its statement says the same.
            if (folder.Statements.TryRead(name) is { } statement && !releases.Exists(release => release.Charge.ReleaseId == name))
            {
                releases.Add(new KnownRelease(ChargeOf(name, statement), folder.Releases.ManifestOf(name)?.ContentHash, folder.Releases.ManifestOf(name)?.Ledger?.Mark ?? MarkOf(statement)));
            }
        }

        if (known is not null)
        {
            LedgerTip tip = Tip(known.Head, null);
            tips.Add(tip with { Earlier = [.. tip.Earlier.Concat(known.Known.Where(mark => mark != tip.Mark)).Distinct()] });
        }

        return new LedgerEvidence(ledgers, releases, tips);
    }

    private static LedgerTip Tip(LedgerHead head, double? delta)
    {
        return new LedgerTip(head.Mark, [.. head.Earlier, .. head.Recovers], [.. head.Spent.SelectMany(LedgerSpendings.Events)], delta is > 0 and < 1 ? delta.Value : UnknownDelta);
    }

    private static LedgerCharge ChargeOf(string name, ReleaseStatement statement) => new(
        name, statement.Lineage.GetValueOrDefault("task") ?? LedgerRecovery.Unknown, statement.Lineage.GetValueOrDefault("round") ?? LedgerRecovery.Unknown, statement.Events, statement.Delta);

    private static string? MarkOf(ReleaseStatement statement) =>
        statement.Lineage.GetValueOrDefault(LedgerLineage.Ledger) is { Length: > 0 } ledger && statement.Lineage.GetValueOrDefault(LedgerLineage.Head) is { Length: > 0 } head
            ? LedgerMark.Of(ledger, head)
            : null;
}

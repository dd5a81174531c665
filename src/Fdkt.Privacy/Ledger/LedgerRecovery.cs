using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>
/// Rebuilds a ledger that was lost or set back. Every charge that any evidence knows of is charged again, under its own id; what a release says was spent
/// beyond those is charged as one sum. Where evidence overlaps in a way that cannot be told, it is charged twice: too much, never too little.
/// </summary>
public sealed class LedgerRecovery
{
    /// <summary>Task and round of a sum whose releases are not known one by one; its id begins with the word.</summary>
    public const string Unknown = "recovered";

    /// <summary>Most marks that the new ledger names of those it was rebuilt from.</summary>
    public const int MostMarks = 256;

    private readonly IReadOnlyDictionary<string, string?> _contents;

    private LedgerRecovery(IReadOnlyList<LedgerCharge> charges, IReadOnlyDictionary<string, string?> contents, IReadOnlyList<string> recovers) =>
        (Charges, _contents, Recovers) = (charges, contents, recovers);

    /// <summary>What the new ledger charges.</summary>
    public IReadOnlyList<LedgerCharge> Charges { get; }

    /// <summary>Marks of the ledgers that it is rebuilt from, newest first.</summary>
    public IReadOnlyList<string> Recovers { get; }

    /// <summary>Works out what to charge. Pure.</summary>
    /// <param name="evidence">All that is known.</param>
    public static LedgerRecovery From(LedgerEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        LedgerReservation[] live = [.. evidence.Ledgers.SelectMany(ledger => ledger.Releases).Where(release => release.IsLive)];
        LedgerCharge[] known = [.. evidence.Releases.Select(release => release.Charge).Concat(live.Select(release => release.Charge)).Distinct()];
        var contents = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string id, string? content) in evidence.Releases.Select(release => (release.Charge.ReleaseId, release.ContentHash)).Concat(live.Select(release => (release.Charge.ReleaseId, release.ContentHash))))
        {
            contents[id] = contents.GetValueOrDefault(id) ?? content;
        }

        var charges = new List<LedgerCharge>();
        var taken = known.Select(charge => charge.ReleaseId).ToHashSet(StringComparer.Ordinal);
        foreach (LedgerCharge charge in known)
        {
            // Two unlike charges under one id are two: each may have been released.
            charges.Add(charges.Exists(other => other.ReleaseId == charge.ReleaseId)
                ? new LedgerCharge(Free(taken, "unlike"), charge.Task, charge.Round, charge.Events, charge.Delta)
                : charge);
        }

        var chains = new LedgerChains(evidence);
        IReadOnlyList<LedgerTip> newest = chains.NewestTips();
        foreach (LedgerTip tip in newest)
        {
            PrivacyEvent[] rest = [.. Without(tip.Spent, chains.ChargesOn(tip).SelectMany(charge => charge.Events))];
            if (rest.Length > 0)
            {
                charges.Add(new LedgerCharge(Free(taken, tip.Mark), Unknown, Unknown, rest, tip.Delta));
            }
        }

        return new LedgerRecovery(charges, contents, [.. chains.Marks(newest).Take(MostMarks)]);
    }

    /// <summary>Writes the new ledger in place of what is there. What is there is kept beside it, under a name of its own.</summary>
    /// <param name="path">The ledger file.</param>
    /// <param name="clock">Dates the entries.</param>
    /// <returns>Where the old file is now; null where there was none.</returns>
    /// <exception cref="LedgerInUseException">It is open elsewhere.</exception>
    /// <exception cref="IOException">Writing failed. Then the old ledger, or none, is in place, and what was there is beside it.</exception>
    public string? Write(string path, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(clock);
        LedgerCharge[] committed = [.. Charges.Where(charge => _contents.GetValueOrDefault(charge.ReleaseId) is not null)];
        var draft = new LedgerDraft(clock, Recovers, 1 + Charges.Count + committed.Length);
        foreach (LedgerCharge charge in Charges)
        {
            draft.Add(LedgerLine.Reserve(charge));
        }

        foreach (LedgerCharge charge in committed)
        {
            draft.Add(LedgerLine.Commit(charge.ReleaseId, _contents[charge.ReleaseId]!));
        }

        return LedgerFile.Replace(path, draft.ToBytes());
    }

    /// <summary>Ledgers that were replaced at a path: evidence too.</summary>
    /// <param name="path">The ledger file.</param>
    public static IReadOnlyList<string> Replaced(string path)
    {
        string full = Path.GetFullPath(path);
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(full)!, Path.GetFileName(full) + LedgerFile.ReplacedSuffix + "*").Order(StringComparer.Ordinal)];
    }

    /// <summary>An id that no other charge has.</summary>
    private static string Free(HashSet<string> taken, string name)
    {
        for (int number = 1; ; number++)
        {
            string id = FormattableString.Invariant($"{Unknown}/{name}/{number}");
            if (taken.Add(id))
            {
                return id;
            }
        }
    }

    /// <summary>One list of events without another, each as often as it is there.</summary>
    private static IEnumerable<PrivacyEvent> Without(IEnumerable<PrivacyEvent> events, IEnumerable<PrivacyEvent> taken)
    {
        Dictionary<PrivacyEvent, int> left = taken.CountBy(e => e).ToDictionary();
        foreach (PrivacyEvent releases in events)
        {
            int count = left.GetValueOrDefault(releases);
            if (count == 0)
            {
                yield return releases;
            }
            else
            {
                left[releases] = count - 1;
            }
        }
    }
}

namespace Fdkt.Privacy.Ledger;

/// <summary>Which entries stand before which, as far as evidence proves it. What is not proven counts as another ledger's.</summary>
internal sealed class LedgerChains(LedgerEvidence evidence)
{
    private readonly IReadOnlyList<(LedgerReport Ledger, IReadOnlyList<string> Marks)> _ledgers = [.. evidence.Ledgers.Select(ledger => (ledger, ledger.Marks()))];

    /// <summary>Tips that no ledger file holds and that no other tip follows, each once.</summary>
    public IReadOnlyList<LedgerTip> NewestTips()
    {
        // A rebuilt ledger charged all that the ledgers had charged whose marks it names.
        HashSet<string> held = [.. _ledgers.SelectMany(ledger => ledger.Marks.Concat(ledger.Ledger.Recovers))];
        LedgerTip[] open = [.. evidence.Tips.Where(tip => !held.Contains(tip.Mark)).DistinctBy(tip => tip.Mark)];
        HashSet<string> followed = [.. open.SelectMany(tip => Before(tip).Where(mark => mark != tip.Mark))];
        return [.. open.Where(tip => !followed.Contains(tip.Mark))];
    }

    /// <summary>Charges that are proven to be among what a tip says was spent, each release once.</summary>
    public IEnumerable<LedgerCharge> ChargesOn(LedgerTip tip)
    {
        HashSet<string> chain = Before(tip);
        IEnumerable<LedgerCharge> released = evidence.Releases.Where(release => release.Mark is { } mark && chain.Contains(mark)).Select(release => release.Charge);
        IEnumerable<LedgerCharge> written = _ledgers.SelectMany(ledger => ledger.Ledger.Releases
            .Where(release => release.IsLive && chain.Contains(ledger.Marks[(int)release.Sequence])).Select(release => release.Charge));
        return released.Concat(written).Distinct();
    }

    /// <summary>Marks of all that is known of: the newest tips', what stands before them, then those of ledger files; each newest first.</summary>
    public IEnumerable<string> Marks(IReadOnlyList<LedgerTip> newest) =>
        newest.Select(tip => tip.Mark)
            .Concat(_ledgers.Where(ledger => ledger.Marks.Count > 0).Select(ledger => ledger.Marks[^1]))
            .Concat(newest.SelectMany(tip => tip.Earlier))
            .Concat(_ledgers.SelectMany(ledger => ledger.Marks.Reverse().Concat(ledger.Ledger.Recovers)))
            .Concat(evidence.Tips.Select(tip => tip.Mark))
            .Distinct();

    /// <summary>A tip's mark and all marks that are proven to stand before it.</summary>
    private HashSet<string> Before(LedgerTip tip)
    {
        HashSet<string> chain = [tip.Mark, .. tip.Earlier];
        for (int size = 0; size != chain.Count;)
        {
            size = chain.Count;
            chain.UnionWith(evidence.Tips.Where(other => chain.Contains(other.Mark)).SelectMany(other => other.Earlier).ToArray());
            foreach ((LedgerReport ledger, IReadOnlyList<string> marks) in _ledgers)
            {
                int length = LengthOn(chain, marks);
                chain.UnionWith(marks.Take(length));
                chain.UnionWith(length > 0 ? ledger.Recovers : []);
            }
        }

        return chain;
    }

    /// <summary>How many entries of a ledger are proven to stand on a chain.</summary>
    private static int LengthOn(HashSet<string> chain, IReadOnlyList<string> marks)
    {
        int length = marks.Count;
        while (length > 0 && !chain.Contains(marks[length - 1]))
        {
            length--;
        }

        return length;
    }
}

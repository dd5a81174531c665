using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

/// <summary>What is rebuilt from what is left: every charge that is known of, once where that is proven, and never less.</summary>
public sealed class LedgerRecoveryTests : IDisposable
{
    private static readonly PrivacyEvent Small = new GaussianEvent(20, 1);
    private static readonly PrivacyEvent Large = new GaussianEvent(5, 1);

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static LedgerCharge Charge(string id, params PrivacyEvent[] events) => new(id, "reviews", "round-1", events.Length == 0 ? [Small] : events, 1e-5);

    /// <summary>A ledger with releases, and what each said of the ledger when it was made.</summary>
    private (byte[] Bytes, LedgerTip[] Tips) Ledger(params LedgerCharge[] charges)
    {
        File.Delete(_folder.File);
        using PrivacyLedger ledger = _folder.Open();
        LedgerTip[] tips = [.. charges.Select(charge => Release(ledger, charge))];
        return (File.ReadAllBytes(_folder.File), tips);
    }

    private static LedgerTip Release(PrivacyLedger ledger, LedgerCharge charge)
    {
        ledger.Reserve(charge);
        LedgerTip tip = Tip(ledger);
        ledger.Commit(charge.ReleaseId, LedgerFolder.ContentA);
        return tip;
    }

    private static LedgerTip Tip(PrivacyLedger ledger, int earlier = 64)
    {
        LedgerReport report = ledger.Report();
        IReadOnlyList<string> marks = report.Marks();
        return new LedgerTip(marks[^1], [.. marks.Reverse().Skip(1).Take(earlier), .. report.Recovers], [.. report.Releases.Where(release => release.IsLive).SelectMany(release => release.Charge.Events)], 1e-5);
    }

    private LedgerReport Report(byte[] bytes)
    {
        string path = Path.Combine(_folder.Folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return PrivacyLedger.Verify(path);
    }

    private static LedgerRecovery From(IEnumerable<LedgerReport>? ledgers = null, IEnumerable<KnownRelease>? releases = null, IEnumerable<LedgerTip>? tips = null) =>
        LedgerRecovery.From(new LedgerEvidence([.. ledgers ?? []], [.. releases ?? []], [.. tips ?? []]));

    private static IEnumerable<PrivacyEvent> EventsOf(LedgerRecovery recovery) => recovery.Charges.SelectMany(charge => charge.Events);

    [Fact]
    public void From_Nothing_ChargesNothing()
    {
        LedgerRecovery recovery = From();

        Assert.Empty(recovery.Charges);
        Assert.Empty(recovery.Recovers);
    }

    [Fact]
    public void From_ACopyAndWhatCameAfter_ChargesEachReleaseOnceUnderItsId()
    {
        (byte[] old, _) = Ledger(Charge("a"), Charge("b", Large));
        LedgerReport copy = Report(old);
        LedgerTip tip;
        using (PrivacyLedger ledger = _folder.Open())
        {
            tip = Release(ledger, Charge("c", Large));
        }

        LedgerRecovery recovery = From([copy], [new KnownRelease(Charge("c", Large), LedgerFolder.ContentB, tip.Mark)], [tip]);

        Assert.Equal([Charge("c", Large), Charge("a"), Charge("b", Large)], recovery.Charges);
        Assert.Equal(tip.Mark, recovery.Recovers[0]);
    }

    [Fact]
    public void From_ATipAlone_ChargesWhatItSaysAsOneSum()
    {
        (_, LedgerTip[] tips) = Ledger(Charge("a"), Charge("b", Large, Small));

        LedgerRecovery recovery = From(tips: tips);

        LedgerCharge sum = Assert.Single(recovery.Charges);
        Assert.Equal($"recovered/{tips[1].Mark}/1", sum.ReleaseId);
        Assert.Equal((LedgerRecovery.Unknown, LedgerRecovery.Unknown, 1e-5), (sum.Task, sum.Round, sum.Delta));
        Assert.Equal([Small, Large, Small], sum.Events);
        Assert.Equal(tips[1].Mark, recovery.Recovers[0]);
        Assert.Contains(tips[0].Mark, recovery.Recovers);
        Assert.Equal(recovery.Recovers.Count, recovery.Recovers.Distinct().Count());
    }

    [Fact]
    public void From_AReleaseMissingFromTheEvidence_IsChargedFromTheTip()
    {
        // "lost" was charged between the two, and nothing of it is left but what the later one says.
        (_, LedgerTip[] tips) = Ledger(Charge("a"), Charge("lost", Large), Charge("b"));

        LedgerRecovery recovery = From(releases: [new KnownRelease(Charge("a"), null, tips[0].Mark), new KnownRelease(Charge("b"), null, tips[2].Mark)], tips: [tips[2], tips[0]]);

        Assert.Equal(["a", "b", $"recovered/{tips[2].Mark}/1"], recovery.Charges.Select(charge => charge.ReleaseId));
        Assert.Equal([Large], recovery.Charges[2].Events);
    }

    [Fact]
    public void From_ReleasesThatAreNotProvenToBeOnTheChain_AreChargedBesides()
    {
        (_, LedgerTip[] tips) = Ledger(Charge("a"), Charge("b"));

        // Nothing says to which ledger "a" was charged: it may be another's.
        LedgerRecovery recovery = From(releases: [new KnownRelease(Charge("a"), null, null)], tips: [tips[1]]);

        Assert.Equal([Small, Small, Small], EventsOf(recovery));
    }

    [Fact]
    public void From_TipsFurtherApartThanTheirMarks_AreJoinedByThoseInBetween()
    {
        File.Delete(_folder.File);
        var tips = new List<LedgerTip>();
        var releases = new List<KnownRelease>();
        using (PrivacyLedger ledger = _folder.Open())
        {
            for (int i = 0; i < 6; i++)
            {
                ledger.Reserve(Charge($"r{i}"));
                LedgerTip tip = Tip(ledger, earlier: 2);
                tips.Add(tip);
                releases.Add(new KnownRelease(Charge($"r{i}"), null, tip.Mark));
                ledger.Commit($"r{i}", LedgerFolder.ContentA);
            }
        }

        Assert.Equal(6, EventsOf(From(releases: releases, tips: tips)).Count());
        // Without those in between nothing joins the first to the last, and it is charged twice.
        Assert.Equal(7, EventsOf(From(releases: [releases[0], .. releases[2..]], tips: [tips[0], tips[5], tips[4], tips[3]])).Count());
    }

    [Fact]
    public void From_LedgersThatForked_ChargesBothBranches()
    {
        (byte[] common, _) = Ledger(Charge("a"));
        using (PrivacyLedger first = _folder.Open())
        {
            first.Reserve(Charge("b", Large));
        }

        LedgerReport one = Report(File.ReadAllBytes(_folder.File));
        File.WriteAllBytes(_folder.File, common);
        LedgerTip other;
        using (PrivacyLedger second = _folder.Open())
        {
            other = Release(second, Charge("c"));
        }

        LedgerRecovery recovery = From([one], tips: [other]);

        // Of the tip, "a" is proven to be the copy's; the rest is charged.
        Assert.Equal(["a", "b", $"recovered/{other.Mark}/1"], recovery.Charges.Select(charge => charge.ReleaseId));
        Assert.Equal([Small], recovery.Charges[2].Events);
        Assert.Contains(one.Marks()[^1], recovery.Recovers);
        Assert.Contains(other.Mark, recovery.Recovers);
    }

    [Fact]
    public void From_UnlikeChargesUnderOneId_AreTwo()
    {
        LedgerReport one = Report(Ledger(Charge("a")).Bytes);
        LedgerReport other = Report(Ledger(Charge("a", Large)).Bytes);

        LedgerRecovery recovery = From([one, other]);

        Assert.Equal(["a", "recovered/unlike/1"], recovery.Charges.Select(charge => charge.ReleaseId));
        Assert.Equal([Small, Large], EventsOf(recovery));
    }

    [Fact]
    public void From_ExpiredInOneCopyAndLiveInAnother_IsCharged()
    {
        using (PrivacyLedger ledger = _folder.Open())
        {
            ledger.Reserve(Charge("a"));
        }

        LedgerReport live = Report(File.ReadAllBytes(_folder.File));
        using (PrivacyLedger ledger = _folder.Open())
        {
            ledger.Expire("a");
        }

        LedgerReport expired = PrivacyLedger.Verify(_folder.File);

        Assert.Empty(From([expired]).Charges);
        Assert.Single(From([expired, live]).Charges);
    }

    [Fact]
    public void From_ManyMarks_NamesTheNewestOnly()
    {
        string[] marks = [.. Enumerable.Range(0, 400).Select(i => LedgerMark.Of("id", FormattableString.Invariant($"{i}")))];

        Assert.Equal(marks[..LedgerRecovery.MostMarks], From(tips: [new LedgerTip(marks[0], marks[1..], [Small], 1e-5)]).Recovers);
    }

    [Fact]
    public void Write_InPlaceOfADamagedLedger_KeepsItAndChargesAll()
    {
        (byte[] bytes, LedgerTip[] tips) = Ledger(Charge("a"), Charge("b", Large));
        File.WriteAllText(_folder.File, "damaged\n");
        LedgerRecovery recovery = From([Report(bytes)], [new KnownRelease(Charge("x"), null, null)], tips);

        string? old = recovery.Write(_folder.File, new FixedClock());

        Assert.Equal(_folder.File + ".replaced-1", old);
        Assert.Equal("damaged\n", File.ReadAllText(old!));
        Assert.Equal([old!], LedgerRecovery.Replaced(_folder.File));
        LedgerReport report = PrivacyLedger.Verify(_folder.File);
        Assert.True(report.IsSound);
        Assert.Equal(recovery.Recovers, report.Recovers);
        Assert.Equal(recovery.Charges, report.Releases.Select(release => release.Charge));
        Assert.Equal([(LedgerReservationState.Reserved, null), (LedgerReservationState.Committed, LedgerFolder.ContentA), (LedgerReservationState.Committed, LedgerFolder.ContentA)], report.Releases.Select(release => (release.State, release.ContentHash)));
        using PrivacyLedger ledger = _folder.Open();
        Assert.Equal(LedgerReservationState.Committed, ledger.Reserve(Charge("a")).State);
        Assert.Throws<LedgerInUseException>(() => recovery.Write(_folder.File, new FixedClock()));
    }

    [Fact]
    public void Write_AgainAndAgain_NumbersWhatWasThere()
    {
        LedgerRecovery recovery = From(releases: [new KnownRelease(Charge("a"), null, null)]);

        Assert.Null(recovery.Write(_folder.File, new FixedClock()));
        Assert.EndsWith(".replaced-1", recovery.Write(_folder.File, new FixedClock()), StringComparison.Ordinal);
        Assert.EndsWith(".replaced-2", recovery.Write(_folder.File, new FixedClock()), StringComparison.Ordinal);
        Assert.Equal(2, LedgerRecovery.Replaced(_folder.File).Count);
    }

    // What it was rebuilt for stands in its lines. Without them, the claim of its first line would be a lie.
    [Fact]
    public void Verify_RebuiltLedgerCutShort_IsDamagedAndRecoversNothing()
    {
        (_, LedgerTip[] tips) = Ledger(Charge("a"), Charge("b"));
        From(tips: tips, releases: [new KnownRelease(Charge("a"), LedgerFolder.ContentA, tips[0].Mark)]).Write(_folder.File, new FixedClock());
        string[] lines = File.ReadAllLines(_folder.File);
        Assert.Equal(4, lines.Length);
        for (int kept = 1; kept < lines.Length; kept++)
        {
            File.WriteAllText(_folder.File, string.Join('\n', lines[..kept]) + (kept % 2 == 0 ? "" : "\n"));

            LedgerReport report = PrivacyLedger.Verify(_folder.File);

            Assert.Contains("rebuilt with 4 entries", report.Fault?.Problem, StringComparison.Ordinal);
            Assert.Empty(report.Recovers);
            Assert.Throws<LedgerDamagedException>(_folder.Open);
        }
    }

    [Fact]
    public void From_ARebuiltLedgerAndTheOnesBefore_ChargesNothingTwice()
    {
        (byte[] bytes, LedgerTip[] tips) = Ledger(Charge("a"), Charge("b"));
        From([Report(bytes)], tips: tips).Write(_folder.File, new FixedClock());
        LedgerTip later;
        using (PrivacyLedger ledger = _folder.Open())
        {
            later = Release(ledger, Charge("c", Large));
        }

        LedgerReport rebuilt = PrivacyLedger.Verify(_folder.File);

        Assert.Equal(["a", "b", "c"], From([rebuilt, Report(bytes)], tips: [.. tips, later]).Charges.Select(charge => charge.ReleaseId));
        Assert.Equal([Small, Small, Large], EventsOf(From([Report(bytes)], tips: [.. tips, later])));
        Assert.Equal([Small, Small, Large], EventsOf(From(tips: [later, .. tips])));
    }

    [Fact]
    public void Add_RecoversThatAreNoMarks_AreDamage()
    {
        (byte[] line, _) = LedgerCodec.Encode(new LedgerLine
        {
            Kind = LedgerEntryKind.Create,
            SchemaVersion = 1,
            LedgerId = "x",
            Recovers = ["no mark"],
            Previous = LedgerCodec.NoHash,
            Time = new FixedClock().GetUtcNow(),
        });
        File.WriteAllBytes(_folder.File, line);

        Assert.Contains("no mark", PrivacyLedger.Verify(_folder.File).Fault?.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Mark_OfAnEntry_DependsOnLedgerAndEntryAndTellsNeither()
    {
        string mark = LedgerMark.Of("ledger", LedgerFolder.ContentA);

        Assert.True(LedgerMark.IsMark(mark));
        Assert.Equal(mark, LedgerMark.Of("ledger", LedgerFolder.ContentA));
        Assert.NotEqual(mark, LedgerMark.Of("other", LedgerFolder.ContentA));
        Assert.NotEqual(mark, LedgerMark.Of("ledger", LedgerFolder.ContentB));
        // The keyed hash of the standard, cut: computed apart with Python's hmac.
        Assert.Equal("129430b9d0273684", mark[..16]);
        Assert.False(LedgerMark.IsMark(null));
        Assert.False(LedgerMark.IsMark(mark[1..]));
        Assert.False(LedgerMark.IsMark(mark + "0"));
        Assert.False(LedgerMark.IsMark(mark.ToUpperInvariant()));
    }
}

using System.Text.Json;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

public sealed class PrivacyLedgerTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_OfARelease_AreThisJson()
    {
        using (PrivacyLedger ledger = _folder.Open())
        {
            ledger.Reserve(LedgerFolder.Charge("round-1/client-3"));
            ledger.Commit("round-1/client-3", LedgerFolder.ContentA);
        }

        string[] lines = File.ReadAllLines(_folder.File);
        string[] hashes = [.. lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("hash").GetString()!)];
        Assert.Equal(3, lines.Length);
        Assert.Equal(
            $$$"""{"sequence":1,"kind":"reserve","time":"2026-03-04T05:06:07+00:00","releaseId":"round-1/client-3","task":"reviews","round":"round-1","delta":1E-05,"events":[{"kind":"sampledGaussian","samplingProbability":0.01,"noiseMultiplier":4,"steps":100},{"kind":"discreteGaussian","noiseMultiplier":20,"count":1}],"previous":"{{{hashes[0]}}}","hash":"{{{hashes[1]}}}"}""",
            lines[1]);
        Assert.Equal(
            $$$"""{"sequence":2,"kind":"commit","time":"2026-03-04T05:06:07+00:00","releaseId":"round-1/client-3","contentHash":"{{{LedgerFolder.ContentA}}}","previous":"{{{hashes[1]}}}","hash":"{{{hashes[2]}}}"}""",
            lines[2]);
        Assert.Contains("\"schemaVersion\":1,\"ledgerId\":\"", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Reserve_AnyMoment_CountsAtOnceAndAfterReopening()
    {
        LedgerCharge charge = LedgerFolder.Charge("a");
        double alone = PrivacyAccounting.Account(charge.Events, 1e-5).EpsilonPld;
        using (PrivacyLedger ledger = _folder.Open())
        {
            Assert.Equal(0, ledger.Spent(1e-5).EpsilonPld);
            LedgerReservation reservation = ledger.Reserve(charge);

            Assert.Equal(LedgerReservationState.Reserved, reservation.State);
            Assert.Equal(1, reservation.Sequence);
            Assert.Equal(ledger.Head, reservation.EntryHash);
            Assert.Equal(alone, ledger.Spent(1e-5).EpsilonPld);
        }

        using PrivacyLedger again = _folder.Open();
        Assert.Equal(alone, again.Spent(1e-5).EpsilonPld);
        Assert.Equal(charge, Assert.Single(again.Releases).Charge);
    }

    [Fact]
    public void Requests_Repeated_WriteNothing()
    {
        using PrivacyLedger ledger = _folder.Open();
        LedgerReservation first = ledger.Reserve(LedgerFolder.Charge("a"));
        Assert.Equal(first, ledger.Reserve(LedgerFolder.Charge("a")));
        LedgerReservation committed = ledger.Commit("a", LedgerFolder.ContentA);
        Assert.Equal(committed, ledger.Commit("a", LedgerFolder.ContentA));
        Assert.Equal(committed, ledger.Reserve(LedgerFolder.Charge("a")));
        ledger.Reserve(LedgerFolder.Charge("b"));
        Assert.Equal(ledger.Expire("b"), ledger.Expire("b"));

        Assert.Equal(LedgerReservationState.Committed, committed.State);
        Assert.Equal(LedgerFolder.ContentA, committed.ContentHash);
        Assert.Equal(
            [LedgerEntryKind.Create, LedgerEntryKind.Reserve, LedgerEntryKind.Commit, LedgerEntryKind.Reserve, LedgerEntryKind.Expire],
            ledger.Entries.Select(entry => entry.Kind));
    }

    [Fact]
    public void Requests_AgainstTheEntries_AreRefusedAndWriteNothing()
    {
        using PrivacyLedger ledger = _folder.Open();
        ledger.Reserve(LedgerFolder.Charge("a"));
        ledger.Commit("a", LedgerFolder.ContentA);
        byte[] before = ReadAll();

        Assert.Equal(LedgerRefusal.DifferentCharge, Assert.Throws<LedgerRefusedException>(() => ledger.Reserve(LedgerFolder.Charge("a", 5))).Refusal);
        Assert.Equal(LedgerRefusal.DifferentContent, Assert.Throws<LedgerRefusedException>(() => ledger.Commit("a", LedgerFolder.ContentB)).Refusal);
        Assert.Equal(LedgerRefusal.AlreadyCommitted, Assert.Throws<LedgerRefusedException>(() => ledger.Expire("a")).Refusal);
        Assert.Equal(LedgerRefusal.NotReserved, Assert.Throws<LedgerRefusedException>(() => ledger.Commit("b", LedgerFolder.ContentA)).Refusal);
        Assert.Contains("'a'", Assert.Throws<LedgerRefusedException>(() => ledger.Expire("a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ledger.Commit("a", "A" + LedgerFolder.ContentA[1..]));
        Assert.Equal(before, ReadAll());
    }

    [Fact]
    public void Expire_Reservation_NoLongerCounts()
    {
        using PrivacyLedger ledger = _folder.Open();
        ledger.Reserve(LedgerFolder.Charge("a"));
        double one = ledger.Spent(1e-5).EpsilonPld;
        ledger.Reserve(LedgerFolder.Charge("b"));
        Assert.True(ledger.Spent(1e-5).EpsilonPld > one);

        ledger.Expire("b");

        Assert.Equal(one, ledger.Spent(1e-5).EpsilonPld);
        Assert.Equal(LedgerRefusal.AlreadyExpired, Assert.Throws<LedgerRefusedException>(() => ledger.Commit("b", LedgerFolder.ContentA)).Refusal);
    }

    [Fact]
    public void Reserve_OverTheLimit_SaysHowMuchAndWritesNothing()
    {
        using PrivacyLedger ledger = _folder.Open();
        double two = PrivacyAccounting.Account([.. LedgerFolder.Charge("a").Events, .. LedgerFolder.Charge("b").Events], 1e-5).EpsilonPld;
        var limits = new LedgerLimits(two, 1e-5);
        ledger.Reserve(LedgerFolder.Charge("a"), limits);
        ledger.Reserve(LedgerFolder.Charge("b"), limits); // exactly at the limit
        byte[] before = ReadAll();

        var thrown = Assert.Throws<PrivacyBudgetExceededException>(() => ledger.Reserve(LedgerFolder.Charge("c"), limits));

        Assert.Equal(two, thrown.Spent);
        Assert.Equal(PrivacyAccounting.Account(LedgerFolder.Charge("c").Events, 1e-5).EpsilonPld, thrown.Asked);
        Assert.True(thrown.Total > two);
        Assert.Equal(limits, thrown.Limits);
        Assert.Equal(before, ReadAll());
        Assert.Equal(LedgerReservationState.Reserved, ledger.Reserve(LedgerFolder.Charge("a"), new LedgerLimits(1e-3, 1e-5)).State);
    }

    [Fact]
    public void Reserve_WithoutNoise_IsOverEveryLimit()
    {
        using PrivacyLedger ledger = _folder.Open();
        var charge = new LedgerCharge("a", "t", "r", [new GaussianEvent(0, 1)], 1e-5);

        Assert.Equal(double.PositiveInfinity, Assert.Throws<PrivacyBudgetExceededException>(() => ledger.Reserve(charge, new LedgerLimits(1e300, 1e-5))).Total);
    }

    [Fact]
    public void Reserve_FromManyThreads_ChargesEachReleaseOnce()
    {
        using PrivacyLedger ledger = _folder.Open();

        Parallel.For(0, 64, i => ledger.Reserve(LedgerFolder.Charge($"release-{i % 16}")));

        Assert.Equal(16, ledger.Releases.Count);
        Assert.True(PrivacyLedger.Verify(_folder.File).IsSound);
    }

    [Fact]
    public void Spent_HundredsOfReleases_EqualsOneManyfold()
    {
        using PrivacyLedger ledger = _folder.Open();
        for (int i = 0; i < 300; i++)
        {
            ledger.Reserve(LedgerFolder.Charge($"release-{i}", 4 + (i % 3)));
        }

        PrivacyEvent[] merged = [new DiscreteGaussianEvent(20, 300), .. Enumerable.Range(0, 3).Select(k => new SampledGaussianEvent(0.01, 4 + k, 10_000))];
        Assert.Equal(PrivacyAccounting.Account(merged, 1e-5).EpsilonPld, ledger.Spent(1e-5).EpsilonPld, 1e-9);
    }

    [Fact]
    public void Verify_WhileOpen_ReportsWithoutTheLock()
    {
        using PrivacyLedger ledger = _folder.Open();
        ledger.Reserve(LedgerFolder.Charge("a"));

        LedgerReport report = PrivacyLedger.Verify(_folder.File);

        Assert.True(report.IsSound);
        Assert.Equal(ledger.LedgerId, report.LedgerId);
        Assert.Equal(ledger.Head, report.Head);
        Assert.Equal(ledger.Entries, report.Entries);
        Assert.Equal(ledger.Spent(1e-5).EpsilonPld, report.Spent(1e-5).EpsilonPld);
    }

    [Fact]
    public void Verify_NoFile_Throws() => Assert.Throws<FileNotFoundException>(() => PrivacyLedger.Verify(_folder.File));

    [Fact]
    public void Open_MadeAnew_HasAnotherId()
    {
        string first;
        using (PrivacyLedger ledger = _folder.Open())
        {
            first = ledger.LedgerId;
        }

        File.Delete(_folder.File);
        using PrivacyLedger second = _folder.Open();
        Assert.NotEqual(first, second.LedgerId);
    }

    [Fact]
    public void Requests_AfterTheFileWasChangedByAnother_ThrowUntilReopened()
    {
        using PrivacyLedger ledger = _folder.Open();
        using (var other = new FileStream(_folder.File, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            other.WriteByte((byte)'{');
        }

        Assert.Throws<IOException>(() => ledger.Reserve(LedgerFolder.Charge("a")));
        Assert.Throws<InvalidOperationException>(() => ledger.Reserve(LedgerFolder.Charge("a")));
        ledger.Dispose();

        using PrivacyLedger again = _folder.Open();
        Assert.Equal(LedgerReservationState.Reserved, again.Reserve(LedgerFolder.Charge("a")).State);
    }

    [Fact]
    public void Requests_AfterDispose_Throw()
    {
        PrivacyLedger ledger = _folder.Open();
        ledger.Dispose();
        ledger.Dispose();

        Assert.Throws<ObjectDisposedException>(() => ledger.Reserve(LedgerFolder.Charge("a")));
    }

    private byte[] ReadAll()
    {
        using var stream = new FileStream(_folder.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

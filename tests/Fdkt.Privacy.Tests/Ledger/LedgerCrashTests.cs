using Fdkt.Privacy.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace Fdkt.Privacy.Tests.Ledger;

public sealed class LedgerCrashTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_CutAtEveryByte_HoldsTheEntriesBeforeTheCut()
    {
        (byte[] bytes, IReadOnlyList<LedgerEntry> entries) = Sample();
        for (int length = 0; length <= bytes.Length; length++)
        {
            LedgerReading reading = LedgerReading.Of(bytes.AsSpan(0, length));

            Assert.Null(reading.Fault);
            Assert.Equal(entries.Take(WholeEntries(bytes, length)), reading.Book.Entries);
            Assert.Equal(length, reading.GoodBytes + reading.TornBytes);
        }
    }

    // On a real file at every byte of the last entry, and around the end of each one before.
    [Fact]
    public void Open_CutByACrash_GoesOnFromTheEntriesBeforeTheCut()
    {
        (byte[] bytes, IReadOnlyList<LedgerEntry> entries) = Sample();
        int last = Array.LastIndexOf(bytes, (byte)'\n', bytes.Length - 2);
        for (int length = 0; length <= bytes.Length; length++)
        {
            if (length < last && WholeEntries(bytes, length + 2) == WholeEntries(bytes, Math.Max(0, length - 2)))
            {
                continue;
            }

            File.WriteAllBytes(_folder.File, bytes[..length]);
            int whole = WholeEntries(bytes, length);
            if (whole == 0)
            {
                // No crash leaves this: a ledger comes to be with its first line.
                Assert.Throws<LedgerBehindException>(_folder.Open);
                continue;
            }

            using (PrivacyLedger ledger = _folder.Open())
            {
                Assert.Equal(entries.Take(whole), ledger.Entries);
                ledger.Reserve(LedgerFolder.Charge("after the crash"));
            }

            LedgerReport mended = PrivacyLedger.Verify(_folder.File);
            Assert.True(mended.IsSound && mended.TornBytes == 0);
            Assert.Equal(whole + 1, mended.Entries.Count);
        }
    }

    [Fact]
    public void Verify_AnyFlippedBit_IsFoundInItsLine()
    {
        (byte[] bytes, _) = Sample();
        for (int i = 0; i < bytes.Length; i++)
        {
            int line = bytes[..i].Count(b => b == (byte)'\n') + 1;
            for (int bit = 0; bit < 8; bit++)
            {
                bytes[i] ^= (byte)(1 << bit);
                LedgerFault? fault = LedgerReading.Of(bytes).Fault;
                bytes[i] ^= (byte)(1 << bit);

                Assert.True(fault?.Line == line, $"byte {i}, bit {bit}: {fault}");
            }
        }
    }

    [Fact]
    public void Open_FlippedBit_SaysWhereAndChangesNothing()
    {
        (byte[] bytes, _) = Sample();
        int third = 1 + Array.IndexOf(bytes, (byte)'\n', 1 + Array.IndexOf(bytes, (byte)'\n'));
        bytes[third + 40] ^= 1;
        File.WriteAllBytes(_folder.File, bytes);

        var thrown = Assert.Throws<LedgerDamagedException>(_folder.Open);

        Assert.Equal(3, thrown.Fault.Line);
        Assert.Contains("line 3", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("hash does not match", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File));
        LedgerReport report = PrivacyLedger.Verify(_folder.File);
        Assert.Equal(thrown.Fault, report.Fault);
        Assert.Throws<LedgerDamagedException>(() => report.Spent(1e-5));
    }

    [Fact]
    public void Open_LineTakenOutSwappedOrRepeated_IsDamaged()
    {
        (byte[] bytes, _) = Sample();
        byte[][] lines = Lines(bytes);
        byte[][][] forgeries =
        [
            [lines[0], lines[2], .. lines[3..]],
            [lines[0], lines[2], lines[1], .. lines[3..]],
            [lines[0], lines[1], lines[1], .. lines[2..]],
            [.. lines[1..]],
            [lines[0], lines[0]],
        ];

        Assert.All(forgeries, forged => Assert.NotNull(LedgerReading.Of([.. forged.SelectMany(line => line)]).Fault));
    }

    [Fact]
    public void Open_ZerosAfterAPowerCut_AreCutOff()
    {
        (byte[] bytes, IReadOnlyList<LedgerEntry> entries) = Sample();
        File.WriteAllBytes(_folder.File, [.. bytes, .. new byte[700]]);

        using PrivacyLedger ledger = _folder.Open();

        Assert.Equal(entries, ledger.Entries);
        Assert.Equal(bytes.Length, new FileInfo(_folder.File).Length);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{\"sequence\":9,\"ki")]
    [InlineData("{\"some\":[\"other file\"")]
    [InlineData("{\"sequence\":6,\"kind\":\"reserve\",\"time\":nonsense")]
    [InlineData("{\"sequence\":6,\"kind\":\"reserve\"}")]
    public void Open_TailThatIsNoTornEntry_IsDamagedAndNotCut(string tail)
    {
        (byte[] bytes, _) = Sample();
        byte[] all = [.. bytes, .. System.Text.Encoding.ASCII.GetBytes(tail)];
        File.WriteAllBytes(_folder.File, all);

        Assert.Equal(7, Assert.Throws<LedgerDamagedException>(_folder.Open).Fault.Line);
        Assert.Equal(all, File.ReadAllBytes(_folder.File));
        Assert.Equal((0, bytes.Length, false), (LedgerReading.Of(all).TornBytes, LedgerReading.Of(all).GoodBytes, LedgerReading.Of(all).LacksLineEnd));
        Assert.Equal((0, bytes.Length, false), (LedgerReading.Of([.. all, 10]).TornBytes, LedgerReading.Of([.. all, 10]).GoodBytes, LedgerReading.Of([.. all, 10]).LacksLineEnd));
    }

    [Theory]
    [InlineData("\"sequence\":2,\"kind\":\"commit\",\"time\":\"2026-03-04T05:06:07+00:00\",\"releaseId\":\"b\",\"contentHash\":\"CONTENT\"", "NotReserved")]
    [InlineData("\"sequence\":2,\"kind\":\"expire\",\"time\":\"2026-03-04T05:06:07+00:00\"", "expire")]
    [InlineData("\"sequence\":2,\"kind\":\"commit\",\"time\":\"2026-03-04T05:06:07+00:00\",\"releaseId\":\"a\",\"contentHash\":\"short\"", "SHA-256")]
    [InlineData("\"sequence\":2,\"kind\":\"create\",\"time\":\"2026-03-04T05:06:07+00:00\",\"ledgerId\":\"x\",\"schemaVersion\":1", "first line")]
    [InlineData("\"sequence\":2,\"kind\":\"refund\",\"time\":\"2026-03-04T05:06:07+00:00\",\"releaseId\":\"a\"", "kind")]
    [InlineData("\"sequence\":2,\"kind\":\"reserve\",\"time\":\"2026-03-04T05:06:07+00:00\",\"releaseId\":\"b\",\"task\":\"t\",\"round\":\"r\",\"delta\":1e-5,\"events\":[{\"kind\":\"laplace\"}]", "laplace")]
    [InlineData("\"sequence\":2,\"kind\":\"reserve\",\"time\":\"2026-03-04T05:06:07+00:00\",\"releaseId\":\"b\",\"task\":\"t\",\"round\":\"r\",\"delta\":1e-5,\"events\":[]", "event")]
    [InlineData("\"sequence\":2,\"kind\":\"reserve\",\"time\":\"2026-03-04T05:06:07+00:00\",\"releaseId\":\"b\",\"delta\":1e-5", "reserve")]
    public void Read_SealedLineThatDoesNotFollow_IsDamaged(string members, string named)
    {
        using (PrivacyLedger ledger = _folder.Open())
        {
            ledger.Reserve(LedgerFolder.Charge("a"));
        }

        byte[] bytes = File.ReadAllBytes(_folder.File);
        string body = $"{{{members.Replace("CONTENT", LedgerFolder.ContentA, StringComparison.Ordinal)},\"previous\":\"{PrivacyLedger.Verify(_folder.File).Head}\"";
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(body)));

        LedgerFault? fault = LedgerReading.Of([.. bytes, .. System.Text.Encoding.ASCII.GetBytes($"{body},\"hash\":\"{hash}\"}}\n")]).Fault;

        Assert.Equal(3, fault?.Line);
        Assert.Contains(named, fault!.Problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Open_NewerSchema_IsRefused()
    {
        const string body = "{\"schemaVersion\":2,\"ledgerId\":\"x\",\"sequence\":0,\"kind\":\"create\",\"time\":\"2026-03-04T05:06:07+00:00\",\"previous\":\"0000000000000000000000000000000000000000000000000000000000000000\"";
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(body)));
        File.WriteAllText(_folder.File, $"{body},\"hash\":\"{hash}\"}}\n");

        Assert.Contains("schema version is 2", Assert.Throws<LedgerDamagedException>(_folder.Open).Message, StringComparison.Ordinal);
    }

    private sealed record Step(string Kind, string Id, bool Crashes, double Cut);

    // A crash keeps a part of what the last request wrote; what returned before it must be there.
    [Fact]
    public void Requests_AnyInterleavingWithCrashes_NeverUnderCount()
    {
        Arbitrary<Step[]> steps = (
            from kind in Gen.Elements("reserve", "reserve", "reserve other", "commit", "commit other", "expire")
            from id in Gen.Elements("a", "b", "c")
            from crashes in Gen.Choose(0, 3)
            from cut in Gen.Choose(0, 1000)
            select new Step(kind, id, crashes == 0, cut / 1000.0)).ArrayOf().Where(s => s.Length <= 25).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(41, 43), Prop.ForAll(steps, Survives));
    }

    private static bool Survives(Step[] steps)
    {
        using var folder = new LedgerFolder();
        PrivacyLedger ledger = folder.Open();
        try
        {
            foreach (Step step in steps)
            {
                LedgerReservation[] before = [.. ledger.Releases];
                long length = new FileInfo(folder.File).Length;
                Ask(ledger, step);
                LedgerReservation[] after = [.. ledger.Releases];
                if (step.Crashes)
                {
                    ledger.Dispose();
                    long written = new FileInfo(folder.File).Length - length;
                    long kept = (long)Math.Round(step.Cut * written);
                    using (var file = new FileStream(folder.File, FileMode.Open))
                    {
                        file.SetLength(length + kept);
                    }

                    ledger = folder.Open();
                    LedgerReservation[] expected = kept >= written - 1 ? after : before;
                    if (!expected.SequenceEqual(ledger.Releases))
                    {
                        return false;
                    }
                }

                // Whatever had returned before this step and was not given back is charged still.
                bool charged = before.Where(r => r.IsLive && !(step.Kind == "expire" && step.Id == r.Charge.ReleaseId))
                    .All(r => ledger.Releases.Any(now => now.IsLive && now.Charge.Equals(r.Charge)));
                bool committed = before.Where(r => r.State == LedgerReservationState.Committed).All(r => ledger.Releases.Contains(r));
                if (!charged || !committed || !PrivacyLedger.Verify(folder.File).IsSound)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ledger.Dispose();
        }
    }

    private static void Ask(PrivacyLedger ledger, Step step)
    {
        try
        {
            _ = step.Kind switch
            {
                "reserve" => ledger.Reserve(LedgerFolder.Charge(step.Id)),
                "reserve other" => ledger.Reserve(LedgerFolder.Charge(step.Id, sigma: 9)),
                "commit" => ledger.Commit(step.Id, LedgerFolder.ContentA),
                "commit other" => ledger.Commit(step.Id, LedgerFolder.ContentB),
                _ => ledger.Expire(step.Id),
            };
        }
        catch (LedgerRefusedException)
        {
            // A refusal writes nothing, which the model sees as no change.
        }
    }

    // create, reserve a, commit a, reserve b, expire b, reserve c: six lines.
    private (byte[] Bytes, IReadOnlyList<LedgerEntry> Entries) Sample()
    {
        using PrivacyLedger ledger = _folder.Open();
        ledger.Reserve(LedgerFolder.Charge("a"));
        ledger.Commit("a", LedgerFolder.ContentA);
        ledger.Reserve(LedgerFolder.Charge("b"));
        ledger.Expire("b");
        ledger.Reserve(LedgerFolder.Charge("c"));
        IReadOnlyList<LedgerEntry> entries = ledger.Entries;
        ledger.Dispose();
        return (File.ReadAllBytes(_folder.File), entries);
    }

    // An entry that lacks its line end alone is complete.
    private static int WholeEntries(byte[] bytes, int length) => Enumerable.Range(0, bytes.Length).Count(i => bytes[i] == (byte)'\n' && i <= length);

    private static byte[][] Lines(byte[] bytes) =>
        [.. System.Text.Encoding.ASCII.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Encoding.ASCII.GetBytes(line + "\n"))];
}

using System.Security.Cryptography;
using System.Text;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

/// <summary>What a ledger refuses, and that it holds on to nothing when it does.</summary>
public sealed class LedgerGuardTests : IDisposable
{
    private const string Time = "\"time\":\"2026-03-04T05:06:07+00:00\"";
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Argument_MissingOrBlank_IsNamed()
    {
        using PrivacyLedger ledger = _folder.Open();

        Assert.Equal("path", Assert.Throws<ArgumentException>(() => PrivacyLedger.Open(" ", new FixedClock())).ParamName);
        Assert.Equal("clock", Assert.Throws<ArgumentNullException>(() => PrivacyLedger.Open(_folder.File + "2", null!)).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => PrivacyLedger.Verify(" ")).ParamName);
        Assert.Equal("charge", Assert.Throws<ArgumentNullException>(() => ledger.Reserve(null!)).ParamName);
        Assert.Equal("releaseId", Assert.Throws<ArgumentException>(() => ledger.Commit(" ", LedgerFolder.ContentA)).ParamName);
        Assert.Equal("contentHash", Assert.Throws<ArgumentException>(() => ledger.Commit("a", LedgerFolder.ContentA[1..])).ParamName);
        Assert.Equal("releaseId", Assert.Throws<ArgumentException>(() => ledger.Expire(" ")).ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => DurableFolder.Flush(" ")).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentNullException>(() => new LedgerCharge("a", "t", "r", null!, 1e-5)).ParamName);
        Assert.Equal("events", Assert.Throws<ArgumentException>(() => new LedgerCharge("a", "t", "r", [null!], 1e-5)).ParamName);
        Assert.Equal("task", Assert.Throws<ArgumentException>(() => new LedgerCharge("a", " ", "r", [new GaussianEvent(1, 1)], 1e-5)).ParamName);
        Assert.Equal("round", Assert.Throws<ArgumentException>(() => new LedgerCharge("a", "t", " ", [new GaussianEvent(1, 1)], 1e-5)).ParamName);
        Assert.False(File.Exists(_folder.File + "2"));
    }

    [Fact]
    public void Open_PathThatIsAFolder_LeavesNoLockBehind()
    {
        Directory.CreateDirectory(_folder.File);

        Assert.ThrowsAny<Exception>(_folder.Open);

        using var free = new FileStream($"{_folder.File}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Open_DamagedLedger_LeavesTheFileFree()
    {
        File.WriteAllText(_folder.File, "not a ledger\n");

        Assert.Throws<LedgerDamagedException>(_folder.Open);

        using var free = new FileStream(_folder.File, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Open_LinksInACircle_IsRefused()
    {
        string other = _folder.File + "2";
        File.CreateSymbolicLink(_folder.File, other);
        File.CreateSymbolicLink(other, _folder.File);

        Assert.ThrowsAny<IOException>(_folder.Open);
    }

    [Fact]
    public void Requests_AfterDispose_ThrowEvenWhereNothingWouldBeWritten()
    {
        PrivacyLedger ledger = _folder.Open();
        ledger.Reserve(LedgerFolder.Charge("a"));
        ledger.Dispose();

        Assert.Throws<ObjectDisposedException>(() => ledger.Reserve(LedgerFolder.Charge("a")));
    }

    [Fact]
    public void Verify_EmptyFile_IsSoundAndHoldsNothing()
    {
        File.WriteAllBytes(_folder.File, []);

        LedgerReport report = PrivacyLedger.Verify(_folder.File);

        Assert.True(report.IsSound);
        Assert.Null(report.LedgerId);
        Assert.Equal(new string('0', 64), report.Head);
        Assert.Equal(0, report.Spent(1e-5).EpsilonPld);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\0\0\0")]
    [InlineData("{\"schemaVersion\":1,\"ledgerId\":\"")]
    public void Open_WithoutAWholeFirstLine_IsRefusedAndLeftAsItIs(string text)
    {
        File.WriteAllText(_folder.File, text);

        LedgerBehindException fault = Assert.Throws<LedgerBehindException>(() => PrivacyLedger.Open(_folder.File, new FixedClock()));

        Assert.Equal(_folder.File, fault.Path);
        Assert.Contains("holds no entry", fault.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_folder.File));
    }

    [Fact]
    public void Open_Missing_IsRefusedAndNothingIsMade()
    {
        LedgerBehindException fault = Assert.Throws<LedgerBehindException>(() => PrivacyLedger.Open(_folder.File, new FixedClock()));

        Assert.Contains("is missing", fault.Message, StringComparison.Ordinal);
        Assert.Contains("fdkt ledger recover", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Folder));
    }

    [Fact]
    public void Create_NewLedger_HoldsItsFirstLineAndIsTheOwners()
    {
        PrivacyLedger.Create(_folder.File, new FixedClock());

        LedgerReport report = PrivacyLedger.Verify(_folder.File);
        Assert.True(report.IsSound);
        Assert.Empty(report.Recovers);
        LedgerEntry first = Assert.Single(report.Entries);
        Assert.Equal((0, LedgerEntryKind.Create, new FixedClock().GetUtcNow()), (first.Sequence, first.Kind, first.Time));
        Assert.False(File.Exists(_folder.File + ".new"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File));
        }
    }

    [Fact]
    public void Create_WhereALedgerIs_KeepsIt()
    {
        using (PrivacyLedger ledger = _folder.Open())
        {
            ledger.Reserve(LedgerFolder.Charge("a"));
            Assert.Throws<LedgerInUseException>(() => PrivacyLedger.Create(_folder.File, new FixedClock()));
        }

        byte[] before = File.ReadAllBytes(_folder.File);

        Assert.Throws<IOException>(() => PrivacyLedger.Create(_folder.File, new FixedClock()));
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void Create_AfterACrashInTheMiddle_IsWhole()
    {
        File.WriteAllText(_folder.File + ".new", "{\"schema");

        PrivacyLedger.Create(_folder.File, new FixedClock());

        Assert.Single(PrivacyLedger.Verify(_folder.File).Entries);
    }

    [Fact]
    public void Create_WithoutPathOrClock_NamesTheArgument()
    {
        Assert.Equal("path", Assert.Throws<ArgumentException>(() => PrivacyLedger.Create(" ", new FixedClock())).ParamName);
        Assert.Equal("clock", Assert.Throws<ArgumentNullException>(() => PrivacyLedger.Create(_folder.File, null!)).ParamName);
        Assert.False(File.Exists(_folder.File));
    }

    // A seal of nothing is no line.
    [Fact]
    public void IsSealed_NothingBeforeTheHash_IsFalse()
    {
        Assert.False(LedgerCodec.IsSealed(Encoding.ASCII.GetBytes(Sealed("")[..^1])));
        Assert.True(LedgerCodec.IsSealed(Encoding.ASCII.GetBytes(Sealed("{")[..^1])));
    }

    [Theory]
    [InlineData("\"schemaVersion\":1,\"sequence\":0,\"kind\":\"create\"", "names no ledger")]
    [InlineData("\"schemaVersion\":1,\"ledgerId\":\"\",\"sequence\":0,\"kind\":\"create\"", "names no ledger")]
    [InlineData("\"ledgerId\":\"x\",\"sequence\":0,\"kind\":\"create\"", "schema version")]
    [InlineData("\"ledgerId\":\"x\",\"schemaVersion\":1,\"sequence\":1,\"kind\":\"create\"", "sequence number is 1, not 0")]
    [InlineData("\"sequence\":0,\"kind\":\"expire\",\"releaseId\":\"a\"", "first line")]
    public void Read_FirstLineThatMakesNoLedger_IsDamaged(string members, string named)
    {
        LedgerFault? fault = LedgerReading.Of(Encoding.ASCII.GetBytes(Line(members, LedgerCodec.NoHash))).Fault;

        Assert.Equal(1, fault?.Line);
        Assert.Contains(named, fault!.Problem, StringComparison.Ordinal);
    }

    // Eight levels are enough for every line there is; what goes deeper was not written here.
    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void Read_MemberOfManyLevels_IsReadToTheEighth(int arrays, bool read)
    {
        string first = Line("\"schemaVersion\":1,\"ledgerId\":\"x\",\"sequence\":0,\"kind\":\"create\"", LedgerCodec.NoHash);
        string head = first[^67..^3], nested = new string('[', arrays), open = $"{{\"sequence\":1,\"kind\":\"reserve\",\"later\":{nested}";

        LedgerReading reading = LedgerReading.Of(Encoding.ASCII.GetBytes(
            first + Line($"\"sequence\":1,\"kind\":\"reserve\",\"releaseId\":\"a\",\"task\":\"t\",\"round\":\"r\",\"delta\":1e-5,\"events\":[{{\"kind\":\"gaussian\",\"noiseMultiplier\":1,\"count\":1}}],\"later\":{nested}{new string(']', arrays)}", head)));

        Assert.Equal(read, reading.Fault is null);
        Assert.Equal(read ? 2 : 1, reading.Book.Entries.Count);
        Assert.Equal(read, LedgerCodec.IsCutShort(Encoding.ASCII.GetBytes(open), 1));
    }

    [Fact]
    public void Flush_FolderThatCannotBeFlushed_SaysSo()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "Only a file system that is no disk refuses a flush.");

        Assert.Contains("'/proc'", Assert.Throws<IOException>(() => DurableFolder.Flush("/proc")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flush_Folder_IsClosedAgain()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "Open files are listed on Linux only.");

        DurableFolder.Flush(_folder.Folder);

        Assert.DoesNotContain(_folder.Folder, Directory.GetFileSystemEntries("/proc/self/fd").Select(Target));
    }

    // Another thread may close it meanwhile.
    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Line(string members, string previous) => Sealed($"{{{members},{Time},\"previous\":\"{previous}\"");

    private static string Sealed(string body) => $"{body},\"hash\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body)))}\"}}\n";
}

using System.Diagnostics;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

public sealed class LedgerLockTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OpenAlready_NamesTheFile()
    {
        PrivacyLedger ledger = _folder.Open();

        var thrown = Assert.Throws<LedgerInUseException>(_folder.Open);

        Assert.Equal(_folder.File, thrown.Path);
        Assert.Contains(_folder.File, thrown.Message, StringComparison.Ordinal);
        ledger.Dispose();
        _folder.Open().Dispose();
    }

    [Fact]
    public void Open_ThroughLinks_FindsTheSameLock()
    {
        using PrivacyLedger ledger = _folder.Open();
        string link = Path.Combine(_folder.Folder, "link.jsonl");
        string folderLink = Path.Combine(_folder.Folder, "folder");
        File.CreateSymbolicLink(link, _folder.File);
        Directory.CreateSymbolicLink(folderLink, _folder.Folder);

        Assert.Throws<LedgerInUseException>(() => PrivacyLedger.Open(link, new FixedClock()));
        Assert.Throws<LedgerInUseException>(() => PrivacyLedger.Open(Path.Combine(folderLink, "ledger.jsonl"), new FixedClock()));
    }

    [Fact]
    public void Open_DamagedOrMissingFolder_LeavesNoLockBehind()
    {
        File.WriteAllText(_folder.File, "not a ledger\n");
        Assert.Throws<LedgerDamagedException>(_folder.Open);
        Assert.Throws<LedgerDamagedException>(_folder.Open);

        Assert.Throws<LedgerBehindException>(() => PrivacyLedger.Open(Path.Combine(_folder.Folder, "none", "ledger.jsonl"), new FixedClock()));
    }

    [Fact]
    public async Task Open_HeldByAnotherProcess_IsRefusedBothWays()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock, a second process that takes the same lock, is not installed.");
        string lockFile = $"{_folder.File}.lock";
        using Process holder = Start("-n", "-x", lockFile, "-c", "echo held; read line");
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        Assert.Throws<LedgerInUseException>(_folder.Open);

        await holder.StandardInput.WriteLineAsync("done");
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        using PrivacyLedger ledger = _folder.Open();
        using Process late = Start("-n", "-x", lockFile, "-c", "true");
        await late.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, late.ExitCode);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("/usr/bin/flock", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}

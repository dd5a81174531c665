using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Tests.Handlers;

/// <summary>A job at a client whose ledger is missing or was set back: refused with its reason before a row is read.</summary>
public sealed class LedgerRefusalTests : IAsyncDisposable
{
    private readonly SmallFederation _federation = new();
    private readonly List<SynthesisPoint> _reached = [];

    private string LedgerPath => _federation.Folder.LedgerPath;

    [Fact]
    public async Task HandleAsync_LedgerMissing_IsRefusedAndNothingIsBegun()
    {
        File.Delete(LedgerPath);

        await AssertRefusedAsync(_federation.SynthesisJob(), "is missing");
        Assert.False(File.Exists(LedgerPath));
    }

    [Fact]
    public async Task HandleAsync_LedgerBegunAnew_IsRefusedForWhatLiesInTheFolder()
    {
        await HandleAsync(_federation.SynthesisJob());
        File.Delete(LedgerPath);
        PrivacyLedger.Create(LedgerPath, _federation.Clock);

        await AssertRefusedAsync(_federation.SynthesisJob(seed: 1), "has not charged the release 'round-1.s0.synthesis.client-1', which lies in releases/");

        Directory.Delete(Path.Combine(_federation.Folder.Path, "releases"), recursive: true);
        await AssertRefusedAsync(_federation.SynthesisJob(seed: 1), "whose statement lies in statements/");
    }

    [Fact]
    public async Task HandleAsync_OlderCopyOfTheLedger_IsRefused()
    {
        await HandleAsync(_federation.SynthesisJob());
        byte[] older = File.ReadAllBytes(LedgerPath);
        await HandleAsync(_federation.SynthesisJob(seed: 1));
        File.WriteAllBytes(LedgerPath, older);

        await AssertRefusedAsync(_federation.SynthesisJob(seed: 1), "has not charged the release 'round-1.s1.synthesis.client-1'");
    }

    // The charge is there again, and what stood between is not.
    [Fact]
    public async Task HandleAsync_LedgerWrittenOnFromAnOlderCopy_IsRefused()
    {
        byte[] older = File.ReadAllBytes(LedgerPath);
        await HandleAsync(_federation.SynthesisJob());
        LedgerReservation charged = Assert.Single(_federation.Ledger().Releases);
        File.WriteAllBytes(LedgerPath, older);
        _federation.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var ledger = PrivacyLedger.Open(LedgerPath, _federation.Clock))
        {
            ledger.Reserve(charged.Charge);
        }

        await AssertRefusedAsync(_federation.SynthesisJob(), "lacks the entry that it ended in when");

        Directory.Delete(Path.Combine(_federation.Folder.Path, "releases"), recursive: true);
        await AssertRefusedAsync(_federation.SynthesisJob(), "lacks the entry that the statement of");
    }

    [Fact]
    public async Task HandleAsync_FolderSetBackAsAWhole_IsRefusedForWhatTheFederationSaw()
    {
        await HandleAsync(_federation.SynthesisJob());
        string seen = (await HeadOfReleaseAsync(0)).Mark;

        await HandleAsync(_federation.SynthesisJob(seed: 1) with { LedgerMark = seen });
        await AssertRefusedAsync(_federation.SynthesisJob(seed: 2) with { LedgerMark = new string('0', 32) }, "lacks the entry that the federation last saw");
    }

    [Fact]
    public async Task HandleAsync_Release_CarriesTheHeadOfTheLedgerInManifestAndStatement()
    {
        await HandleAsync(_federation.SynthesisJob());
        await HandleAsync(_federation.SynthesisJob(seed: 1));

        LedgerReport ledger = _federation.Ledger();
        LedgerHead head = await HeadOfReleaseAsync(1);
        // Made, charged, committed, charged: the head when the second release was sealed.
        Assert.Equal((4, ledger.Marks()[3], ledger.Name), (head.Entries, head.Mark, head.Ledger));
        Assert.Equal(ledger.Marks().Take(3).Reverse(), head.Earlier);
        Assert.True(head.IsWellFormed());
        Assert.Equal(ledger.Releases.SelectMany(release => release.Charge.Events).CountBy(e => e).Select(pair => pair.Value), head.Spent.Select(spending => spending.Times));
        ReleaseStatement statement = _federation.Folder.Statements.TryRead(_federation.SynthesisJob(seed: 1).Id.Value)!;
        Assert.Equal((ledger.Entries[3].Hash, "4", ledger.LedgerId), (statement.Lineage["ledger head"], statement.Lineage["ledger entries"], statement.Lineage["ledger"]));
    }

    [Fact]
    public async Task Run_LedgerGone_IsRebuiltFromTheFolderAndTheJobComesToTheSame()
    {
        JobOutput first = await HandleAsync(_federation.SynthesisJob());
        double spent = _federation.Ledger().Spent(1e-3).EpsilonPld;
        string id = _federation.Ledger().LedgerId!;
        File.Delete(LedgerPath);

        LedgerRebuilt rebuilt = LedgerRebuild.Run(_federation.Folder, [], null, neverReleased: false, _federation.Clock);

        Assert.Null(rebuilt.Old);
        Assert.Equal(spent, _federation.Ledger().Spent(1e-3).EpsilonPld);
        Assert.NotEqual(id, _federation.Ledger().LedgerId);
        string seen = (await HeadOfReleaseAsync(0)).Mark;
        Assert.Equal(first.Demos, (await HandleAsync(_federation.SynthesisJob() with { LedgerMark = seen })).Demos);
        Assert.Single(_federation.Ledger().Releases);
    }

    // A crash between the two renames of a rebuilding leaves the old ledger beside the missing one.
    [Fact]
    public async Task Run_AfterACrashInARebuilding_FindsTheOldLedger()
    {
        await HandleAsync(_federation.SynthesisJob());
        string[] charged = [.. _federation.Ledger().Releases.Select(release => release.Charge.ReleaseId)];
        File.Move(LedgerPath, LedgerPath + ".replaced-1");
        Directory.Delete(Path.Combine(_federation.Folder.Path, "releases"), recursive: true);
        Directory.Delete(Path.Combine(_federation.Folder.Path, "statements"), recursive: true);

        LedgerRebuild.Run(_federation.Folder, [], null, neverReleased: false, _federation.Clock);

        Assert.Equal(charged, _federation.Ledger().Releases.Select(release => release.Charge.ReleaseId));
    }

    [Fact]
    public void Run_WithoutATrace_NeedsTheOwnersWord()
    {
        File.Delete(LedgerPath);

        Assert.Throws<LedgerBehindException>(() => LedgerRebuild.Run(_federation.Folder, [], null, neverReleased: false, _federation.Clock));
        Assert.Empty(LedgerRebuild.Run(_federation.Folder, [], null, neverReleased: true, _federation.Clock).Recovery.Charges);
        ClientLedger.Check(_federation.Folder);
    }

    [Fact]
    public async Task Run_ReleaseOfUnknownCost_IsRefused()
    {
        await HandleAsync(_federation.SynthesisJob());
        byte[] copy = File.ReadAllBytes(LedgerPath);
        File.Delete(LedgerPath);
        Directory.Delete(Path.Combine(_federation.Folder.Path, "statements"), recursive: true);
        File.Delete(Path.Combine(_federation.Folder.Releases.FolderOf(_federation.SynthesisJob().Id.Value), "record.json"));

        Assert.Contains("nothing says what the release", Assert.Throws<LedgerBehindException>(() => LedgerRebuild.Run(_federation.Folder, [], null, neverReleased: true, _federation.Clock)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(LedgerPath));

        string path = Path.Combine(_federation.Folder.Path, "copy.jsonl");
        File.WriteAllBytes(path, copy);
        Assert.Single(LedgerRebuild.Run(_federation.Folder, [path], null, neverReleased: false, _federation.Clock).Recovery.Charges);
    }

    // Five pushes of which none was taken yet may all go into the round that asks.
    [Fact]
    public async Task HandleAsync_PushesThatMayGoIntoTheRound_CountWithIt()
    {
        await using var first = new SmallFederation(new ClientPolicy(100, 100, SampleRound.Rows.Count, 1e-3));
        SynthesisJob before = first.SynthesisJob(privacy: SampleRound.Privacy with { Delta = new DeltaSetting(1e-3) });
        await first.Synthesis().HandleAsync(before, new RecordingProgress(), SmallFederation.Cancel);
        double alone = first.Ledger().Spent(1e-3).EpsilonPld;
        await using var other = new SmallFederation(new ClientPolicy(1.2 * alone, 100, SampleRound.Rows.Count, 1e-3));
        string content = new('c', 64);
        using (var ledger = PrivacyLedger.Open(other.Folder.LedgerPath, other.Clock))
        {
            ledger.Reserve(new LedgerCharge("push", SmallFederation.Task.Value, RoundSpending.PushRound, Assert.Single(first.Ledger().Releases).Charge.Events, 1e-3));
            ledger.Commit("push", content);
        }

        SynthesisJob job = other.SynthesisJob(privacy: SampleRound.Privacy with { Delta = new DeltaSetting(1e-3) });
        Assert.Equal(ReasonCode.EpsilonAbovePolicy, (await Assert.ThrowsAsync<RefusedException>(() => other.Synthesis().HandleAsync(job, new RecordingProgress(), SmallFederation.Cancel))).Reason);

        await other.Documents.TryCreateAsync(
            DocumentPath.Taken(SmallFederation.Task, SmallFederation.Client, content), new TakenPush(1, new RoundId("before")), FederationJsonContext.Default.TakenPush, SmallFederation.Cancel);
        Assert.NotNull((await other.Synthesis().HandleAsync(job, new RecordingProgress(), SmallFederation.Cancel)).Demos);
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private async Task AssertRefusedAsync(SynthesisJob job, string problem)
    {
        _reached.Clear();
        byte[]? before = File.Exists(LedgerPath) ? File.ReadAllBytes(LedgerPath) : null;

        LedgerBehindException refusal = await Assert.ThrowsAsync<LedgerBehindException>(() => HandleAsync(job));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(JobVerdict.Refused(ReasonCode.LedgerBehind), JobFaults.Of(refusal));
        Assert.Empty(_reached);
        Assert.Equal(before, File.Exists(LedgerPath) ? File.ReadAllBytes(LedgerPath) : null);
    }

    private Task<JobOutput> HandleAsync(SynthesisJob job) => _federation.Synthesis(_reached.Add).HandleAsync(job, new RecordingProgress(), SmallFederation.Cancel);

    private async Task<LedgerHead> HeadOfReleaseAsync(int seed)
    {
        var path = ArtifactPath.Demos(SmallFederation.Client, SmallFederation.Task, SmallFederation.Round, seed);
        ArtifactReference reference = (await _federation.Artifacts.FindAsync(path, SmallFederation.Cancel))!;
        return (await _federation.Artifacts.ReadAsync(path, reference, ArtifactLimits.Default, SmallFederation.Cancel)).Manifest.Ledger!;
    }
}

using Fdkt.Cli.Errors;
using Fdkt.Cli.Runs;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>What a run charges to a ledger, and what it says that all of its releases cost together.</summary>
public sealed class RunLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Ledger => Path.Combine(_folder.Path, "run-ledger.jsonl");

    [Fact]
    public async Task RunAsync_WithALedger_ChargesEveryReleaseOnceAndRefusesALedgerThatLacksThem()
    {
        RunRequest request = Request();
        RunReport experiment = await Run(request);

        Assert.Contains("experiment: if you publish more than one of these releases, the total counts", experiment.Privacy.Composition, StringComparison.Ordinal);
        AssertComposed(experiment, request);

        // Finished before there was a ledger: charged now.
        RunReport first = await Run(request with { Ledger = Ledger });
        Assert.Equal(4, Live().Length);
        Assert.All(Live(), release => Assert.Equal(LedgerReservationState.Committed, release.State));
        Assert.Contains(Ledger, first.Privacy.Composition, StringComparison.Ordinal);
        Assert.Equal(experiment.Privacy.ComposedEpsilon, first.Privacy.ComposedEpsilon);
        byte[] older = await File.ReadAllBytesAsync(Ledger, TestContext.Current.CancellationToken);

        await Run(request with { Ledger = Ledger });
        Assert.Equal(4, Live().Length);

        await Run(request with { Ledger = Ledger, Resume = false });
        Assert.Equal(8, Live().Length);

        await File.WriteAllBytesAsync(Ledger, older, TestContext.Current.CancellationToken);
        await AssertRefusedAsync(request, "older copy");
        File.Delete(Ledger);
        await AssertRefusedAsync(request, "missing");
        Assert.False(File.Exists(Ledger));
    }

    [Fact]
    public async Task RunAsync_Interrupted_HasChargedWhatItReleased()
    {
        RunRequest request = Request() with { Ledger = Ledger, Parallel = 1 };
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RunEngine().RunAsync(request, new StoppingProgress("train and test", source), source.Token));

        Assert.Equal(2, Directory.GetFiles(Path.Combine(request.OutputDirectory, "releases")).Length);
        Assert.Equal(2, Live().Length);
        await Run(request);
        Assert.Equal(4, Live().Length);
    }

    public void Dispose() => _folder.Dispose();

    // Equal clients, so one of them in each repetition: the events of both seeds. Shared rows: those of all four releases.
    private static void AssertComposed(RunReport report, RunRequest request)
    {
        PrivacyEvent[][] events = [.. Directory.GetFiles(Path.Combine(request.OutputDirectory, "statements"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => ReleaseStatement.FromJson(File.ReadAllBytes(file)).Events.ToArray())];
        double delta = report.Privacy.Delta;

        Assert.Equal(1e-5, delta);
        Assert.Equal(delta, report.Privacy.ComposedDelta);
        Assert.Equal(PrivacyAccounting.Account([.. events[0], .. events[0]], delta).EpsilonPld, report.Privacy.ComposedEpsilon!.Value, 1e-9);
        Assert.Equal(PrivacyAccounting.Account([.. events.SelectMany(list => list)], delta).EpsilonPld, report.Privacy.ComposedEpsilonIfShared!.Value, 1e-9);
        Assert.True(report.Privacy.ComposedEpsilon > report.Privacy.Epsilon);
        Assert.Equal(report.Privacy.Epsilon, report.Privacy.EpsilonAt["1e-5"], 1e-9);
        Assert.True(report.Privacy.EpsilonAt["1e-6"] > report.Privacy.Epsilon);
    }

    private async Task AssertRefusedAsync(RunRequest request, string said)
    {
        UserErrorException refused = await Assert.ThrowsAsync<UserErrorException>(() => Run(request with { Ledger = Ledger }));

        Assert.Equal(ExitCode.DamagedLedger, refused.ExitCode);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private LedgerReservation[] Live() => [.. PrivacyLedger.Verify(Ledger).Releases.Where(release => release.IsLive)];

    private static Task<RunReport> Run(RunRequest request) => new RunEngine().RunAsync(request, new RecordingProgress(), TestContext.Current.CancellationToken);

    private RunRequest Request()
    {
        _folder.Write("train.csv", GeneratedRows.Csv(GeneratedRows.Even(2, 160), 1));
        _folder.Write("test.csv", GeneratedRows.Csv(GeneratedRows.Even(2, 30), 2));
        string output = Path.Combine(_folder.Path, "out");
        Directory.CreateDirectory(output);
        var round = new RoundFile() with
        {
            Data = new DataSection(new DataSource("train.csv"), Test: new DataSource("test.csv"), Public: new PublicSource(Rows: 60)),
            Clients = new ClientsSection(Count: 2),
            Pretraining = new PretrainingSection(Minutes: 0.01, VocabularySize: 320, HiddenSize: 32, Layers: 1, ContextLength: 24),
            Synthesis = new SynthesisSection(DemosPerLabel: 4),
            Augmentation = new AugmentationSection(TextsPerLabel: 6, MinimumWords: 1),
            Comparisons = [Comparison.PrivateOnly, Comparison.Fdkt],
            Seeds = new SeedList(1, 2),
        };
        return new RunRequest(round, _folder.Path, output);
    }
}

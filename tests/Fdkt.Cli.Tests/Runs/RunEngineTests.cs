using System.Security.Cryptography;
using System.Text.Json;
using Fdkt.Cli.Runs;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.PublicModels;
using Fdkt.Privacy.Statements;
using Fdkt.ServerModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>Whole rounds on generated rows, with a model trained for a moment.</summary>
public sealed class RunEngineTests : IDisposable
{
    private static readonly Comparison[] AllComparisons = [.. Enum.GetValues<Comparison>().Where(method => method <= Comparison.PublicFeatures)];
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task RunAsync_AllComparisonsTwoClientsTwoSeeds_ReportsThemAndResumesToTheSame()
    {
        RunRequest request = Request(GeneratedRows.Csv(GeneratedRows.Even(3, 200), 1), GeneratedRows.Csv(GeneratedRows.Even(3, 60), 2));

        RunReport report = await Run(request);

        Assert.Equal(AllComparisons, report.Methods.Select(method => method.Name));
        Assert.Equal(["client-1", "client-2"], report.Clients.Select(client => client.Name));
        Assert.All(report.Clients, client => Assert.InRange(client.Epsilon, 0.1, 8.001));
        Assert.All(report.Methods, method => Assert.Equal(2, method.PerSeed.Count));
        Assert.All(report.Stages, stage => Assert.Equal(stage.In - stage.Kept, stage.Dropped.Values.Sum()));
        Assert.True(report.Lift.Ci95.IsKnown);
        Assert.Equal(6, StageFiles().Length);

        ReleaseStatement[] statements = Statements(request);
        Assert.Equal(4, statements.Length); // two clients, two seeds
        Assert.All(statements, statement => Assert.True(StatementVerification.Of(statement).Holds));
        Assert.Equal(report.Clients.Max(client => client.Epsilon), statements.Max(statement => statement.Epsilon));
        Assert.Equal(
            Directory.GetFiles(Path.Combine(request.OutputDirectory, "releases")).Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))).Order(),
            statements.Select(statement => statement.Lineage["content sha256"]).Order());

        var progress = new RecordingProgress();
        RunReport again = await Run(request, progress);

        Assert.Equal(Json(report), Json(again));
        Assert.Equal(2, progress.Lines.Count(line => line.Contains("finished before", StringComparison.Ordinal)));
        Assert.DoesNotContain(progress.Lines, line => line.Contains("releases demos", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_SeedInterrupted_TakesTheReleasesThatWereMade()
    {
        RunRequest request = Request(GeneratedRows.Csv(GeneratedRows.Even(3, 160), 1), GeneratedRows.Csv(GeneratedRows.Even(3, 30), 2), comparisons: [Comparison.PrivateOnly, Comparison.Fdkt]) with { Parallel = 1 };
        using var source = new CancellationTokenSource();
        var stopping = new StoppingProgress("train and test", source);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RunEngine().RunAsync(request, stopping, source.Token));

        string[] released = StageFiles();
        Assert.Equal(["seed-1-client-1-release.json", "seed-1-client-2-release.json"], released.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(released, file => JsonDocument.Parse(File.ReadAllText(file)).Dispose());
        string[] before = [.. released.Select(File.ReadAllText)];

        var progress = new RecordingProgress();
        RunReport report = await Run(request, progress);

        Assert.Equal(before, released.Select(File.ReadAllText));
        Assert.DoesNotContain(progress.Lines, line => line.StartsWith("start seed 1/2: client", StringComparison.Ordinal));
        Assert.Equal(2, report.Methods[0].PerSeed.Count);
    }

    [Fact]
    public async Task RunAsync_AnyNumberOfSeedsAtATime_GivesTheSameFromTheSameReleases()
    {
        RunRequest request = Request(GeneratedRows.Csv(GeneratedRows.Even(3, 160), 1), GeneratedRows.Csv(GeneratedRows.Even(3, 30), 2), seeds: [1, 2, 3]);
        RunReport alone = await Run(request with { Parallel = 1 });
        foreach (string outcome in StageFiles().Where(file => !file.EndsWith("-release.json", StringComparison.Ordinal)))
        {
            File.Delete(outcome);
        }

        var progress = new RecordingProgress();
        RunReport together = await Run(request with { Parallel = 3 }, progress);

        Assert.DoesNotContain(progress.Lines, line => line.Contains("releases demos", StringComparison.Ordinal));
        Assert.Equal(Json(WithoutTimes(alone)), Json(WithoutTimes(together)));
    }

    [Fact]
    public async Task RunAsync_OneOfSeveralSeedsFails_StopsTheOthersAndReportsTheFault()
    {
        RunRequest request = Request(GeneratedRows.Csv(GeneratedRows.Even(3, 160), 1), GeneratedRows.Csv(GeneratedRows.Even(3, 30), 2), seeds: [1, 2, 3]);
        var progress = new FailingProgress("seed 2/3: client-1");

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(request with { Parallel = 2 }, progress));

        Assert.Equal("seed 2/3: client-1 releases demos", error.Message);
        Assert.DoesNotContain(StageFiles(), file => Path.GetFileName(file) is "seed-2.json" or "seed-3.json");
    }

    [Fact]
    public async Task RunAsync_SeventySevenLabelsWithARareOneAndAwkwardFields_KeepsThemAll()
    {
        IEnumerable<int> labels = [.. GeneratedRows.Even(76, 76 * 6), 76, 76, 76];
        RunRequest request = Request(GeneratedRows.Csv(labels, 1, awkward: true), null, clients: 1, comparisons: [Comparison.PrivateOnly, Comparison.DemosOnly, Comparison.Fdkt], seeds: [1]);

        RunReport report = await Run(request);

        Assert.Equal(77, report.Task.Labels.Count);
        Assert.Contains("label 76, \"odd\"", report.Task.Labels);
        using JsonDocument release = JsonDocument.Parse(await File.ReadAllTextAsync(StageFiles().Single(file => file.Contains("release", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
        Assert.Equal(77, release.RootElement.GetProperty("demos").EnumerateArray().Select(demo => demo.GetProperty("label").GetString()).Distinct().Count());
        Assert.All(report.Methods, method => Assert.InRange(method.AccuracyMean, 0, 1));
    }

    [Theory]
    [InlineData(PrivacyMechanism.Votes)]
    [InlineData(PrivacyMechanism.ClassPrompts)]
    public async Task RunAsync_OtherMechanisms_RunAndAreNamed(PrivacyMechanism mechanism)
    {
        RunRequest request = Request(
            GeneratedRows.Csv(GeneratedRows.Even(2, 120), 1), GeneratedRows.Csv(GeneratedRows.Even(2, 20), 2), comparisons: [Comparison.PrivateOnly, Comparison.Fdkt], seeds: [1],
            privacy: new PrivacySection(Mechanism: mechanism, Epochs: 1, RefineWithVotes: mechanism == PrivacyMechanism.ClassPrompts));

        RunReport report = await Run(request);

        Assert.Equal(mechanism, report.Privacy.Mechanism);
        Assert.InRange(report.Privacy.Epsilon, 0.1, 8.001);
    }

    [Theory]
    [InlineData(PrivacyMechanism.ClassMeans)]
    [InlineData(PrivacyMechanism.ClassPrompts)]
    public async Task RunAsync_ColumnOfUsers_CutsRowsDealsUsersWholeAndStatesThem(PrivacyMechanism mechanism)
    {
        const int Bound = 2;
        RunRequest request = Request(
            GeneratedRows.CsvOfUsers(GeneratedRows.Even(2, 160), 1, ofOne: 40), GeneratedRows.Csv(GeneratedRows.Even(2, 20), 2), comparisons: [Comparison.PrivateOnly, Comparison.Fdkt], seeds: [1],
            publicRows: 30, privacy: new PrivacySection(Mechanism: mechanism, Epochs: 1, RecordsPerUser: Bound), user: "who");
        var progress = new RecordingProgress();

        RunReport report = await Run(request, progress);

        Assert.Equal("one user with at most 2 records", report.Privacy.Unit);
        Assert.InRange(report.Privacy.Epsilon, 0.1, 8.001);
        ReleaseStatement[] statements = Statements(request);
        Assert.All(statements, statement => Assert.Equal((Bound, report.Privacy.Unit), (statement.RecordsPerUnit, statement.Unit)));
        Assert.All(statements, statement => Assert.True(StatementVerification.Of(statement).Holds));
        // Of 130 private rows, some 33 are of one user, who keeps two.
        Assert.InRange(statements.Sum(statement => statement.RecordCount), 60, 115);
        Assert.Contains(progress.Lines, line => line.Contains("their users have more than 2", StringComparison.Ordinal));
        string lines = string.Join(' ', Directory.GetFiles(request.OutputDirectory, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.DoesNotContain("many", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SampleWithABoundOnUsers_IsRefused()
    {
        RunRequest request = Request("text,label\n", null);

        RoundFileException error = await Assert.ThrowsAsync<RoundFileException>(() => Run(request with { Round = request.Round with { Data = null, Privacy = new PrivacySection(RecordsPerUser: 2) } }));

        Assert.Equal("privacy.recordsPerUser", error.Path);
    }

    [Fact]
    public async Task RunAsync_Attack_ReportsReleasedTextBesideTextWithoutPrivacyAlsoAfterARunWithoutIt()
    {
        RunRequest request = Request(
            GeneratedRows.Csv(GeneratedRows.Even(2, 160), 1), GeneratedRows.Csv(GeneratedRows.Even(2, 40), 2), comparisons: [Comparison.PrivateOnly, Comparison.Fdkt, Comparison.NonPrivateDemos], seeds: [1]);
        RunReport without = await Run(request);
        ReleaseStatement[] before = Statements(request);

        RunReport report = await Run(request with { Attack = true });

        Assert.Empty(without.Attacks);
        Assert.Equal(8, report.Attacks.Count); // four texts, two attacks
        Assert.Equal([false, false, true, true], report.Attacks.Where((_, i) => i % 2 == 0).Select(attack => double.IsPositiveInfinity(attack.Epsilon)));
        Assert.All(report.Attacks, attack => Assert.InRange(attack.Auc, 0, 1));
        Assert.Equal([100, 100, 50, 100], report.Attacks.Where((_, i) => i % 2 == 0).Select(attack => attack.Members)); // all clients, but one without noise
        Assert.All(report.Attacks, attack => Assert.Equal(40, attack.Others));
        Assert.Equal(before.Select(statement => statement.Lineage["content sha256"]), Statements(request).Select(statement => statement.Lineage["content sha256"])); // nothing was released again
    }

    [Fact]
    public async Task RunAsync_ClientsOfMoreRowsThanThereAre_SaysSoBeforeAnythingIsTrained()
    {
        RunRequest request = Request(GeneratedRows.Csv(GeneratedRows.Even(2, 60), 1), null, clients: 60, publicRows: 25);
        var progress = new RecordingProgress();

        await Assert.ThrowsAsync<TooFewRecordsException>(() => new RunEngine().RunAsync(request, progress, TestContext.Current.CancellationToken));

        Assert.DoesNotContain(progress.Lines, line => line.Contains("pretrain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ShortPublicCorpus_SaysHowMuchIsNeeded()
    {
        RunRequest request = Request(GeneratedRows.Csv(GeneratedRows.Even(2, 40), 1), null, publicRows: 10);

        PublicCorpusException error = await Assert.ThrowsAsync<PublicCorpusException>(() => new RunEngine().RunAsync(request, new RecordingProgress(), TestContext.Current.CancellationToken));

        Assert.Contains("at least 20", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LanguageModelOfAnOperator_WritesTheTextsAndIsShownNoPrivateRow()
    {
        await using ModelServer server = await ModelServer.StartAsync(request => request.TextAsync($"number {request.Number} of the texts that nobody else wrote"));
        string csv = GeneratedRows.Csv(GeneratedRows.Even(2, 80), 1);
        var engine = new RunEngine(new BackendFactory(new EndpointClients(_ => null), TimeProvider.System));
        RunRequest request = Request(
            csv, null, clients: 1, comparisons: [Comparison.PrivateOnly, Comparison.ZeroShot, Comparison.NoFilter, Comparison.Fdkt, Comparison.NonPrivateDemos], seeds: [1]);
        request = request with { Backend = new BackendSettings(Model: "small", Endpoint: new EndpointSettings(Url: server.Url)) };

        RunReport report = await engine.RunAsync(request, new RecordingProgress(), TestContext.Current.CancellationToken);

        int asked = server.Requests.Count;
        Assert.Equal([Comparison.PrivateOnly, Comparison.ZeroShot, Comparison.NoFilter, Comparison.Fdkt], report.Methods.Select(method => method.Name));
        Assert.Contains(report.Warnings, warning => warning.Contains("is left out", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("small at 127.0.0.1:", StringComparison.Ordinal) && warning.Contains($"{asked} requests", StringComparison.Ordinal));
        Assert.All(report.Stages, stage => Assert.Equal(stage.In, stage.Kept + stage.Dropped.Values.Sum()));
        Assert.InRange(asked, 3 * 2 * 6, 6 * 2 * 8);
        // Public rows are shown as demonstrations; no private one may be.
        RunInputs inputs = await RunInputsLoader.LoadAsync(request.Round, request.BaseDirectory, new RecordingProgress(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(inputs.Private, row => server.Requests.Any(sent => sent.User.Contains(row.Text, StringComparison.Ordinal)));

        await engine.RunAsync(request, new RecordingProgress(), TestContext.Current.CancellationToken);
        Assert.Equal(asked, server.Requests.Count);
        await engine.RunAsync(request with { Backend = request.Backend! with { Model = "other" } }, new RecordingProgress(), TestContext.Current.CancellationToken);
        Assert.True(server.Requests.Count > asked);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<RunReport> Run(RunRequest request, IRunProgress? progress = null) => new RunEngine().RunAsync(request, progress ?? new RecordingProgress(), TestContext.Current.CancellationToken);

    private static string Json(RunReport report) => JsonSerializer.Serialize(report with { Seconds = 0 }, ReportJsonContext.Default.RunReport);

    private static RunReport WithoutTimes(RunReport report) => report with { Stages = [.. report.Stages.Select(stage => stage with { Seconds = 0 })] };

    private static ReleaseStatement[] Statements(RunRequest request) =>
        [.. Directory.GetFiles(Path.Combine(request.OutputDirectory, "statements"), "*.json").Order(StringComparer.Ordinal).Select(file => ReleaseStatement.FromJson(File.ReadAllBytes(file)))];

    private string[] StageFiles() => Directory.GetFiles(Path.Combine(_folder.Path, "out", "stages"), "*", SearchOption.AllDirectories);

    private RunRequest Request(
        string train, string? test, int clients = 2, Comparison[]? comparisons = null, int[]? seeds = null, int publicRows = 60, PrivacySection? privacy = null, string? user = null)
    {
        _folder.Write("train.csv", train);
        if (test is not null)
        {
            _folder.Write("test.csv", test);
        }

        string output = Path.Combine(_folder.Path, "out");
        Directory.CreateDirectory(output);
        var round = new RoundFile() with
        {
            Data = new DataSection(new DataSource("train.csv"), Test: test is null ? null : new DataSource("test.csv"), Public: new PublicSource(Rows: publicRows), User: user is null ? null : ColumnReference.ByName(user)),
            Clients = new ClientsSection(Count: clients),
            Privacy = privacy ?? new PrivacySection(),
            Pretraining = new PretrainingSection(Minutes: 0.01, VocabularySize: 320, HiddenSize: 32, Layers: 1, ContextLength: 24),
            Synthesis = new SynthesisSection(DemosPerLabel: 4),
            Augmentation = new AugmentationSection(TextsPerLabel: 6, MinimumWords: 1),
            Comparisons = comparisons ?? AllComparisons,
            Seeds = new SeedList([.. seeds ?? [1, 2]]),
        };
        return new RunRequest(round, _folder.Path, output);
    }
}

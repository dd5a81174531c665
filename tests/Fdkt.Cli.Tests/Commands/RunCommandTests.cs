using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Tests.Runs;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tokenizers;
using Fdkt.Privacy;
using Fdkt.ServerModels.Settings;

namespace Fdkt.Cli.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Run_NoArguments_RunsTheSampleAndWritesThreeFiles()
    {
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());

        (int exitCode, string output, _) = await Run(engine);

        Assert.Equal(0, exitCode);
        Assert.Null(engine.Request!.Round.Data);
        Assert.True(engine.Request.Resume);
        Assert.Equal(["report.html", "report.json", "round.json"], Files("out/sample"));
        Assert.Contains("FDKT − private only: +11.0 points", output, StringComparison.Ordinal);
        Assert.Contains("work: 10 items", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileThatNamesNoData_SaysThatTheSampleRuns()
    {
        _folder.Write("e.json", "{}");

        (int exitCode, _, string error) = await Run(new ScriptedEngine((_, _) => SampleReport.Create()), "e.json");

        Assert.Equal(0, exitCode);
        Assert.Contains("e.json names no data, so the built-in sample runs: 8 clients of 50 records, 3 repetitions, ε 8", error, StringComparison.Ordinal);
    }

    // Each at the value that holds where nothing is given, for the sample another one: what is given wins.
    [Theory]
    [InlineData("--clients", "1", "clients.count")]
    [InlineData("--partition", "iid", "clients.partition")]
    [InlineData("--domain", "text", "task.domain")]
    [InlineData("--epsilon", "8", "privacy.epsilon")]
    [InlineData("--delta", "auto", "privacy.delta")]
    [InlineData("--mechanism", "auto", "privacy.mechanism")]
    public async Task Run_FlagAtTheGeneralDefault_WinsOverTheSamples(string flag, string value, string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        JsonNode plain = JsonNode.Parse(RoundFileReader.Write(new RoundFile()))!;
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());

        (int exitCode, _, string error) = await Run(engine, flag, value);

        Assert.True(exitCode == 0, error);
        JsonNode ran = JsonNode.Parse(RoundFileReader.Write(engine.Request!.Round))!;
        Assert.Equal(At(plain, field).ToJsonString(), At(ran, field).ToJsonString());

        static JsonNode At(JsonNode node, string path) => path.Split('.').Aggregate(node, (inner, name) => inner[name]!);
    }

    [Fact]
    public async Task Run_NothingGiven_IsTheSamplesRound()
    {
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());

        await Run(engine);

        Assert.Equal(RoundFileReader.Write(BuiltInSample.Round), RoundFileReader.Write(engine.Request!.Round));
    }

    [Fact]
    public async Task Run_NameOfATaskThatIsTheGeneralDefault_WinsOverTheTrainingFiles()
    {
        _folder.Write("n.json", """{"task": {"name": "task"}, "data": {"train": {"path": "t.csv"}}}""");
        _folder.Write("o.json", """{"data": {"train": {"path": "t.csv"}}}""");
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());

        await Run(engine, "n.json", "--train", "news.csv");
        Assert.Equal("task", engine.Request!.Round.Task.Name);
        await Run(engine, "o.json", "--train", "news.csv");
        Assert.Equal("news", engine.Request!.Round.Task.Name);
    }

    [Fact]
    public async Task Run_LanguageModel_ComesFromItsFileWithTheFlagsLaidOverIt()
    {
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());
        _folder.Write("llm.json", """{"model": "small", "endpoint": {"url": "https://far.example/v1", "keyVariable": "FAR_KEY", "concurrency": 3}}""");

        await Run(engine, "--llm", "llm.json", "--llm-model", "large", "--llm-template", "mine.txt");

        BackendSettings settings = engine.Request!.Backend!;
        Assert.Equal(("large", Path.Combine(_folder.Path, "mine.txt")), (settings.Model, settings.Template));
        Assert.Equal(("https://far.example/v1", "FAR_KEY", 3), (settings.Endpoint!.Url, settings.Endpoint.KeyVariable, settings.Endpoint.Concurrency));
    }

    [Fact]
    public async Task Run_NoLanguageModel_TakesThePublicModel()
    {
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());

        await Run(engine);

        Assert.Null(engine.Request!.Backend);
    }

    [Theory]
    [InlineData("--llm-endpoint", "http://127.0.0.1/v1", "model is missing")]
    [InlineData("--llm-model", "small", "endpoint is missing")]
    [InlineData("--llm", "nowhere.json", "there is no such file")]
    public async Task Run_LanguageModelThatCannotBe_IsRefused(string flag, string value, string message)
    {
        (int exitCode, _, string error) = await Run(new ScriptedEngine((_, _) => SampleReport.Create()), flag, value);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Flags_BecomeTheSameRoundAsAFile()
    {
        _folder.Write("r.json",
            """
            {"task": {"name": "news"}, "data": {"train": {"path": "news.csv.gz", "text": [2, 3], "label": 1, "header": false}, "test": {"path": "t.csv"}, "public": {"fraction": 0.5}},
             "clients": {"count": 2, "records": 100}, "privacy": {"epsilon": 3, "delta": 1e-5, "mechanism": "votes"}, "comparisons": ["privateOnly", "fdkt"], "seeds": [3, 5]}
            """);
        var fromFlags = new ScriptedEngine((_, _) => SampleReport.Create());
        var fromFile = new ScriptedEngine((_, _) => SampleReport.Create());

        await Run(
            fromFlags, "--train", "news.csv.gz", "--test", "t.csv", "--text", "2,3", "--label", "1", "--no-header", "--public-fraction", "0.5", "--clients", "2", "--records", "100",
            "--epsilon", "3", "--delta", "1e-5", "--mechanism", "votes", "--comparisons", "privateOnly,fdkt", "--seeds", "3,5", "--no-resume", "--parallel", "3");
        await Run(fromFile, "r.json");

        string absolute = JsonEncodedText.Encode(_folder.Path + Path.DirectorySeparatorChar).ToString();
        Assert.Equal(RoundFileReader.Write(fromFile.Request!.Round), RoundFileReader.Write(fromFlags.Request!.Round).Replace(absolute, string.Empty, StringComparison.Ordinal));
        Assert.False(fromFlags.Request.Resume);
        Assert.Equal((3, null), (fromFlags.Request.Parallel, fromFile.Request.Parallel));
        Assert.Equal(Path.Combine(_folder.Path, "out", "news"), fromFlags.Request.OutputDirectory);
        Assert.Equal(Path.Combine(_folder.Path, "out", "r"), fromFile.Request.OutputDirectory);
    }

    [Fact]
    public async Task Run_FileAndFlags_FlagsWin()
    {
        _folder.Write("r.json", "{\"privacy\": {\"epsilon\": -1, \"clipNorm\": 2}}");
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());

        (int exitCode, _, _) = await Run(engine, "r.json", "--epsilon", "2");

        Assert.Equal(0, exitCode);
        Assert.Equal((2, 2), (engine.Request!.Round.Privacy.Epsilon, engine.Request.Round.Privacy.ClipNorm));
    }

    [Fact]
    public async Task Run_Json_PrintsNothingButTheReport()
    {
        (_, string output, string error) = await Run(new ScriptedEngine((_, _) => SampleReport.Create()), "--json");

        Assert.Equal(11, JsonSerializer.Deserialize(output, ReportJsonContext.Default.RunReport)!.Lift.Points);
        Assert.Contains("work", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrittenRoundFile_RepeatsTheRun()
    {
        var engine = new ScriptedEngine((_, _) => SampleReport.Create());
        await Run(engine, "--epsilon", "5", "--out", "o");
        string first = RoundFileReader.Write(engine.Request!.Round);

        await Run(engine, "o/round.json", "--out", "p");

        Assert.Equal(first, RoundFileReader.Write(engine.Request.Round));
    }

    public static TheoryData<string[], int, string> Refusals => new()
    {
        { ["--epsilom", "3"], 2, "There is no option --epsilom. Did you mean --epsilon?" },
        { ["--epsilon", "high"], 2, "--epsilon: 'high' is not a number." },
        { ["--mechanism", "magic"], 2, "--mechanism: 'magic' is not one of auto, classMeans, votes, classPrompts, lora, full." },
        { ["--parallel", "0"], 2, "--parallel: '0' is not a whole number of at least 1." },
        { ["--text", "a"], 2, "--text needs --train FILE, or a round file with data." },
        { ["--train", "a.csv", "--public", "b.csv", "--public-rows", "3"], 2, "Give one of --public, --public-fraction and --public-rows." },
        { ["--epsilon", "0"], 2, "privacy.epsilon: 0 is not above 0. Give a positive number such as 8." },
        { ["--delta", "0.5", "--records", "100"], 2, "privacy.delta: 0.5 is not below 1/100" },
        { ["none.json"], 2, "none.json: there is no such round file." },
        { ["--train", "a.csv", "--seeds", "2000"], 2, "--seeds: '2000' is not a count or a list of whole numbers." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Run_UnusableCommandLine_SaysWhyAndLeavesNothing(string[] arguments, int exitCode, string message)
    {
        (int code, string output, string error) = await Run(new ScriptedEngine((_, _) => SampleReport.Create()), arguments);

        Assert.Equal(exitCode, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    public static TheoryData<Exception, int, string> Faults => new()
    {
        { new DataSourceException("a.csv", "it is odd", "Mend it.", 3), 3, "fdkt: a.csv, line 3: it is odd. Mend it." },
        { new IOException("No space left on device", 28), 4, "There is no space left" },
        { new UnauthorizedAccessException("Access to the path is denied."), 4, "Access to the path is denied. Check the permissions" },
        { new TooFewRecordsException(3, null, 5), 3, "fdkt: clients: 3 × at least 2 records are asked for, and there are 5 private rows. Lower clients.records (--records)" },
        { new PrivacySettingsException(new PrivacyParameterException("epsilon", 0.001, "it is out of reach.", "Raise it.")), 2, "fdkt: epsilon is 0.001: it is out of reach. Raise it. See the privacy section" },
        { new UserErrorException(ExitCode.CorruptCheckpoint, "m.safetensors is cut short", "Delete it."), 5, "fdkt: m.safetensors is cut short. Delete it." },
        { new TokenizerException("t.json", "it is cut short"), 5, "fdkt: Tokenizer t.json: it is cut short. Get another copy of it; that of a public model of Fdkt's own is made again by 'fdkt pretrain'." },
        { new TorchRuntimeException("libLibTorchSharp.so", null, "No library. Get it."), 6, "fdkt: No library. Get it." },
        { new CheckpointException("m.safetensors", null, "it is cut short"), 5, "fdkt: Checkpoint m.safetensors: it is cut short. Get another copy of it; a public model of Fdkt's own is made again by 'fdkt pretrain'." },
        { new PublicCorpusException("There are 3 public texts."), 3, "fdkt: There are 3 public texts. See --public" },
        { new ClassVanishedException("rare"), 2, "fdkt: No augmented text of class \"rare\" passed the checks." },
        { new OperationCanceledException(), 130, "Stopped." },
        { new InvalidOperationException("secret"), 1, "An unexpected fault: InvalidOperationException. The details are in " },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Run_EngineFails_OneMessageAndTheDocumentedCode(Exception fault, int exitCode, string message)
    {
        (int code, _, string error) = await Run(new ScriptedEngine((_, _) => throw fault));

        Assert.Equal(exitCode, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Files("out/sample"));
        Assert.Contains($"| {exitCode} |", await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(), "docs", "exit-codes.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        DeleteLog(error);
    }

    [Fact]
    public async Task Run_OutputFolderIsAFile_SaysSo()
    {
        _folder.Write("taken", Encoding.UTF8.GetBytes("x"));

        (int code, _, string error) = await Run(new ScriptedEngine((_, _) => SampleReport.Create()), "--out", "taken");

        Assert.Equal(4, code);
        Assert.Contains("taken", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void DeleteLog(string error)
    {
        const string Mark = "The details are in ";
        if (error.IndexOf(Mark, StringComparison.Ordinal) is int start and >= 0)
        {
            File.Delete(error[(start + Mark.Length)..].Trim().TrimEnd('.'));
        }
    }

    private string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(_folder.Path, folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private Task<(int ExitCode, string Output, string Error)> Run(ScriptedEngine engine, params string[] arguments) =>
        CommandLine.RunAsync(engine, _folder.Path, ["run", .. arguments], TestContext.Current.CancellationToken);
}

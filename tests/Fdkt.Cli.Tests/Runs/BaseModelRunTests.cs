using System.Text.Json;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Runs;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Cli.Tests.Commands;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Handlers;
using Fdkt.Privacy.Statements;
using Fdkt.Tests.Checkpoints;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>Whole rounds whose generator is a published checkpoint that clients train privately.</summary>
public sealed class BaseModelRunTests : IDisposable
{
    private const string Name = "Tiny-1B";
    private const string Stories = "stories260K";

    private readonly TemporaryFolder _folder = new();

    public BaseModelRunTests()
    {
        _folder.Write("train.csv", GeneratedRows.Csv(GeneratedRows.Even(2, 160), 1));
        _folder.Write("test.csv", GeneratedRows.Csv(GeneratedRows.Even(2, 20), 2));
    }

    private string Base => Path.Combine(_folder.Path, Name);

    private string[] Texts => [.. File.ReadLines(Path.Combine(_folder.Path, "train.csv")).Skip(1).Select(line => line.Split(',')[0])];

    [Theory]
    [InlineData("llama", PrivacyMechanism.Lora, null, "float32")]
    [InlineData("qwen2", PrivacyMechanism.Lora, WeightType.Bfloat16, "bfloat16")]
    [InlineData("gpt2", PrivacyMechanism.Lora, null, "float32")]
    [InlineData("llama", PrivacyMechanism.ClassPrompts, WeightType.Bfloat16, "bfloat16")]
    [InlineData("gpt2", PrivacyMechanism.Full, null, "float32")]
    public async Task RunAsync_EachFamily_TrainsThatModelAndNamesItEverywhere(string family, PrivacyMechanism mechanism, WeightType? dtype, string held)
    {
        PublishedFolder.Write(Base, family, Texts);
        RunRequest request = Request(mechanism, new PretrainingSection(Minutes: 0, ContextLength: 24, Base: Name, Dtype: dtype));

        var progress = new RecordingProgress();
        RunReport report = await Run(request, progress);

        Assert.Contains(progress.Lines, line => line.Contains("cannot write from codes", StringComparison.Ordinal));
        Assert.Equal((Name, family, held), (report.BaseModel!.Name, report.BaseModel.Family, report.BaseModel.Dtype));
        Assert.Equal(mechanism, report.Privacy.Mechanism);
        ReleaseStatement statement = Assert.Single(Statements(request));
        Assert.True(StatementVerification.Of(statement).Holds);
        Assert.Contains($"{Name} ({family}, {held}), weights sha256 {report.BaseModel.WeightsSha256}", statement.Lineage["base model"], StringComparison.Ordinal);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(Base, "model.safetensors")))), report.BaseModel.WeightsSha256);
        Assert.True(report.Stages.Single(stage => stage.Name == "synthesize").Kept > 0);
    }

    [Fact]
    public async Task RunAsync_PretrainedStories_WritesTheDemosAtTheEpsilonOfTheOwnModel()
    {
        string checkpoint = SharedData.Require("tinystories260k/stories260K.bin"), vocabulary = SharedData.Require("tinystories260k/tok512.bin");
        PublishedFolder.WriteStories(Path.Combine(_folder.Path, Stories), checkpoint, vocabulary);
        RunRequest own = Request(PrivacyMechanism.Lora, new PretrainingSection(Minutes: 0.01, VocabularySize: 320, HiddenSize: 32, Layers: 1, ContextLength: 24));
        RunRequest based = Request(PrivacyMechanism.Lora, new PretrainingSection(Minutes: 0.05, ContextLength: 40, Base: Stories), Comparison.PrivateOnly, Comparison.DemosOnly, Comparison.Fdkt);

        RunReport ownReport = await Run(own), report = await Run(based);

        Assert.Equal(ownReport.Privacy with { AccountantVersion = "" }, report.Privacy with { AccountantVersion = "", NotCovered = ownReport.Privacy.NotCovered, EpsilonAt = ownReport.Privacy.EpsilonAt });
        Assert.Equal(ownReport.Privacy.EpsilonAt, report.Privacy.EpsilonAt);
        Assert.Equal((Stories, 260_032), (report.BaseModel!.Name, report.BaseModel.Parameters));
        Assert.Null(ownReport.BaseModel);
        Assert.All(report.Stages, stage => Assert.Equal(stage.In, stage.Kept + stage.Dropped.Values.Sum()));
        Assert.Contains(report.Samples, sample => sample.Kind == "demo" && sample.Text.Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_CheckpointChanged_TrainsAndReleasesAnew()
    {
        PublishedFolder.Write(Base, "llama", Texts);
        RunRequest request = Request(PrivacyMechanism.Lora, new PretrainingSection(Minutes: 0.01, ContextLength: 24, Base: Name));
        RunReport first = await Run(request);

        var same = new RecordingProgress();
        RunReport resumed = await Run(request, same);
        PublishedFolder.Write(Base, "llama", Texts, seed: 2);
        var other = new RecordingProgress();
        RunReport changed = await Run(request, other);

        Assert.Contains(same.Lines, line => line.Contains("trained before on this corpus", StringComparison.Ordinal));
        Assert.Contains(same.Lines, line => line.Contains("finished before", StringComparison.Ordinal));
        Assert.Equal(first.BaseModel, resumed.BaseModel);
        Assert.DoesNotContain(other.Lines, line => line.Contains("before", StringComparison.Ordinal));
        Assert.Contains(other.Lines, line => line.Contains("releases demos", StringComparison.Ordinal));
        Assert.NotEqual(first.BaseModel!.WeightsSha256, changed.BaseModel!.WeightsSha256);
    }

    [Fact]
    public async Task PretrainAsync_ABase_MakesAFolderThatWorkersHoldAndEachMakesTheSame()
    {
        PublishedFolder.Write(Base, "qwen2", Texts);
        RoundFile round = Request(PrivacyMechanism.Lora, new PretrainingSection(Minutes: 0, ContextLength: 24, Base: Name)).Round;
        string one = Path.Combine(_folder.Path, "one"), two = Path.Combine(_folder.Path, "two");

        await new Pretrainer().PretrainAsync(new PretrainRequest(round, _folder.Path, one), new RecordingProgress(), TestContext.Current.CancellationToken);
        await new Pretrainer().PretrainAsync(new PretrainRequest(round, _folder.Path, two), new RecordingProgress(), TestContext.Current.CancellationToken);

        using var held = WorkerModel.Load(one);
        Assert.Equal(Name, held.Model.Base!.Name);
        Assert.Equal(held.Fingerprint, ModelFolder.Fingerprint(two));
        using JsonDocument kept = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(one, "base-model.json"), TestContext.Current.CancellationToken));
        Assert.Equal(held.Model.Base.WeightsSha256, kept.RootElement.GetProperty("weightsSha256").GetString());
    }

    [Theory]
    [InlineData("none", 2, "pretraining.base: ", "no folder of a model")]
    [InlineData("mamba", 5, "model_type", "supported: llama, qwen2, gpt2")]
    [InlineData("no tokenizer", 5, "tokenizer.json", "missing")]
    [InlineData("other tokenizer", 5, "vocabulary", "not of one model")]
    [InlineData("float16", 2, "pretraining.dtype: float16", "Give float32 or bfloat16")]
    public async Task Run_BaseThatCannotBeUsed_SaysWhatAndWhatToDo(string fault, int exitCode, string what, string remedy)
    {
        PublishedFolder.Write(Base, "llama", Texts, spareIds: fault == "other tokenizer" ? -9 : 7);
        string config = Path.Combine(Base, "config.json");
        switch (fault)
        {
            case "none":
                Directory.Delete(Base, recursive: true);
                break;
            case "mamba":
                File.WriteAllText(config, File.ReadAllText(config).Replace("\"llama\"", "\"mamba\"", StringComparison.Ordinal));
                break;
            case "no tokenizer":
                File.Delete(Path.Combine(Base, "tokenizer.json"));
                break;
        }

        string[] type = fault == "float16" ? ["--dtype", "float16"] : [];
        (int code, string output, string error) = await CommandLine.RunAsync(
            new RunEngine(), _folder.Path, ["run", "--train", "train.csv", "--public-rows", "40", "--base-model", Name, .. type], TestContext.Current.CancellationToken);

        Assert.True(exitCode == code, output + error);
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Contains(remedy, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Run_Flags_LieOverTheRoundFile()
    {
        PublishedFolder.Write(Base, "gpt2", Texts);
        _folder.Write("round.json", """
            { "data": {"train": {"path": "train.csv"}, "public": {"rows": 40}}, "privacy": {"epochs": 1}, "pretraining": {"contextLength": 24, "minutes": 7},
              "synthesis": {"demosPerLabel": 3}, "augmentation": {"textsPerLabel": 3, "minimumWords": 1}, "comparisons": ["privateOnly", "fdkt"], "seeds": [1] }
            """);

        (int code, string output, string error) = await CommandLine.RunAsync(
            new RunEngine(), _folder.Path,
            ["run", "round.json", "--base-model", Name, "--dtype", "bfloat16", "--pretraining-minutes", "0", "--mechanism", "lora", "--out", "out"], TestContext.Current.CancellationToken);

        Assert.True(code == 0, output + error);
        Assert.Contains($"base model {Name}: gpt2, ", output, StringComparison.Ordinal);
        RoundFile ran = RoundFileReader.Read(await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "out", "round.json"), TestContext.Current.CancellationToken)).File;
        Assert.Equal((Base, WeightType.Bfloat16, 0), (ran.Pretraining.Base, ran.Pretraining.Dtype, ran.Pretraining.Minutes));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<RunReport> Run(RunRequest request, RecordingProgress? progress = null) =>
        new RunEngine().RunAsync(request, progress ?? new RecordingProgress(), TestContext.Current.CancellationToken);

    private static ReleaseStatement[] Statements(RunRequest request) =>
        [.. Directory.GetFiles(Path.Combine(request.OutputDirectory, "statements"), "*.json").Select(file => ReleaseStatement.FromJson(File.ReadAllBytes(file)))];

    private RunRequest Request(PrivacyMechanism mechanism, PretrainingSection pretraining, params Comparison[] comparisons)
    {
        string output = Path.Combine(_folder.Path, "out");
        Directory.CreateDirectory(output);
        var round = new RoundFile() with
        {
            Data = new DataSection(new DataSource("train.csv"), Test: new DataSource("test.csv"), Public: new PublicSource(Rows: 60)),
            Privacy = new PrivacySection(Mechanism: mechanism, Epochs: 1, LoraRank: 2),
            Pretraining = pretraining,
            Synthesis = new SynthesisSection(DemosPerLabel: 4),
            Augmentation = new AugmentationSection(TextsPerLabel: 4, MinimumWords: 1),
            Comparisons = comparisons.Length > 0 ? comparisons : [Comparison.PrivateOnly, Comparison.DemosOnly],
            Seeds = new SeedList(1),
        };
        return new RunRequest(round, _folder.Path, output);
    }
}

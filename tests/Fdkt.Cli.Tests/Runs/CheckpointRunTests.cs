using Fdkt.Cli.Runs;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Checkpoints;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>A whole round whose student and embedder are a small checkpoint of random weights.</summary>
public sealed class CheckpointRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CheckpointRunTests()
    {
        string csv = GeneratedRows.Csv(GeneratedRows.Even(3, 200), 1);
        _folder.Write("train.csv", csv);
        _folder.Write("test.csv", GeneratedRows.Csv(GeneratedRows.Even(3, 60), 2));
        TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), csv.Split('\n').Skip(1).SelectMany(row => row.Split(',')[0].Split(' ')).Where(word => word.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunAsync_StudentAndEmbedderFromACheckpoint_LearnReportAndResume()
    {
        RunRequest request = Request();
        var progress = new RecordingProgress();

        RunReport report = await RunAsync(request, progress);

        Assert.InRange(report.Methods.Single(method => method.Name == Comparison.PrivateOnly).AccuracyMean, 0.9, 1);
        Assert.InRange(report.Methods.Single(method => method.Name == Comparison.Fdkt).AccuracyMean, 0.9, 1);
        string note = Assert.Single(report.Warnings, warning => warning.StartsWith("The clients' classifier is bert (bert, ", StringComparison.Ordinal));
        Assert.Contains(" parameters), all of it fine-tuned.", note, StringComparison.Ordinal);
        Assert.Contains("without differential privacy, stays with the client", note, StringComparison.Ordinal);
        Assert.Contains("start seed 1/1, client-2: fine-tune, FDKT", progress.Lines);

        var again = new RecordingProgress();
        RunReport resumed = await RunAsync(request, again);
        Assert.Equal(report.Methods.Select(method => method.AccuracyMean), resumed.Methods.Select(method => method.AccuracyMean));
        Assert.DoesNotContain(again.Lines, line => line.Contains("fine-tune", StringComparison.Ordinal));

        // Another checkpoint in the same folder is another run.
        TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), ["the"], seed: 2);
        var other = new RecordingProgress();
        await RunAsync(request, other);
        Assert.Contains(other.Lines, line => line.Contains("fine-tune", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_LabelsShuffled_LearnsNothing()
    {
        string[] rows = File.ReadAllLines(Path.Combine(_folder.Path, "train.csv"));
        string[] labels = [.. rows.Skip(1).Select(row => row.Split(',')[1])];
        new Random(5).Shuffle(labels);
        _folder.Write("train.csv", $"{rows[0]}\n{string.Concat(rows.Skip(1).Select((row, i) => $"{row.Split(',')[0]},{labels[i]}\n"))}");

        RunReport report = await RunAsync(Request(), new RecordingProgress());

        Assert.InRange(report.Methods.Single(method => method.Name == Comparison.PrivateOnly).AccuracyMean, 0, 0.7);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public async Task RunAsync_CheckpointCutShort_IsSaidBeforeAnythingIsTrained(string file)
    {
        string path = Path.Combine(_folder.Path, "bert", file);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        var progress = new RecordingProgress();

        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => RunAsync(Request(), progress));

        Assert.Equal(path, error.File);
        Assert.DoesNotContain(progress.Lines, line => line.Contains("pretrain", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("training.student.checkpoint")]
    [InlineData("augmentation.embedder.checkpoint")]
    [InlineData("augmentation.embedder.onnx")]
    public async Task RunAsync_FolderThatIsNotThere_NamesTheField(string field)
    {
        RunRequest request = Request();
        RoundFile round = request.Round with
        {
            Training = new TrainingSection(Student: field.StartsWith("training", StringComparison.Ordinal) ? new StudentSection("none") : null),
            Augmentation = request.Round.Augmentation with { Embedder = field.EndsWith("onnx", StringComparison.Ordinal) ? new EmbedderSection(Onnx: "none") : new EmbedderSection("none") },
        };

        Assert.Equal(field, (await Assert.ThrowsAsync<RoundFileException>(() => RunAsync(request with { Round = round }, new RecordingProgress()))).Path);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<RunReport> RunAsync(RunRequest request, RecordingProgress progress) => new RunEngine().RunAsync(request, progress, TestContext.Current.CancellationToken);

    private RunRequest Request()
    {
        string output = Path.Combine(_folder.Path, "out");
        Directory.CreateDirectory(output);
        return new RunRequest(
            new RoundFile() with
            {
                Data = new DataSection(new DataSource("train.csv"), Test: new DataSource("test.csv"), Public: new PublicSource(Rows: 60)),
                Clients = new ClientsSection(Count: 2),
                Pretraining = new PretrainingSection(Minutes: 0.01, VocabularySize: 320, HiddenSize: 32, Layers: 1, ContextLength: 24),
                Synthesis = new SynthesisSection(DemosPerLabel: 4),
                Augmentation = new AugmentationSection(TextsPerLabel: 6, MinimumWords: 1, Embedder: new EmbedderSection("bert", MaximumTokens: 32)),
                // A checkpoint of random weights needs larger steps than a published one.
                Training = new TrainingSection(Student: new StudentSection("bert", LearningRate: 2e-3, Epochs: 15, BatchSize: 8, MaximumTokens: 32)),
                Comparisons = [Comparison.PrivateOnly, Comparison.Fdkt],
                Seeds = new SeedList([1]),
            },
            _folder.Path, output);
    }
}

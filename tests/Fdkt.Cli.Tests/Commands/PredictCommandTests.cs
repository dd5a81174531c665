using System.Text;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Classifiers;
using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Tests.Commands;

/// <summary><c>fdkt predict</c> and <c>fdkt model show</c> on a classifier whose encoder is a small checkpoint.</summary>
public sealed class PredictCommandTests : IDisposable
{
    private static readonly string[] Texts = ["goal match", "striker goal", "bank market", "share bank, market", "market share", "match striker"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Predict_Csv_GivesEveryRowTheLabelOfTheClassifier()
    {
        Prediction[] expected = await MakeAsync();
        _folder.Write("rows.csv", $"label,title,body\n{string.Concat(Texts.Select(text => $"x,{text.Split(' ')[0]},\"{text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]}\"\n"))}");

        (int exitCode, string output, string error) = await RunAsync(null, "predict", "--model", "model", "--in", "rows.csv", "--text", "title,body");

        string[] lines = output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal((0, string.Empty), (exitCode, error));
        Assert.Equal("row,label,probability,sport,\"money, banks\"", lines[0]);
        Assert.Equal(expected.Select((prediction, i) => $"{i + 1},{(prediction.Label == 0 ? "sport" : "\"money, banks\"")},"), lines[1..].Select(line => line[..(line.LastIndexOf(',', line.LastIndexOf(',', line.LastIndexOf(',') - 1) - 1) + 1)]));
        Assert.DoesNotContain("goal", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_JsonLinesToJson_GivesProbabilitiesThatAddUpToOne()
    {
        Prediction[] expected = await MakeAsync();
        _folder.Write("rows.jsonl", string.Concat(Texts.Select(text => $"{JsonSerializer.Serialize(new { text })}\n")));

        (int exitCode, string output, _) = await RunAsync(null, "predict", "--model", "model", "--in", "rows.jsonl", "--json");

        Assert.Equal(0, exitCode);
        string[] lines = output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(Texts.Length, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            using JsonDocument row = JsonDocument.Parse(lines[i]);
            Assert.Equal(i + 1, row.RootElement.GetProperty("row").GetInt32());
            Assert.Equal(expected[i].Label == 0 ? "sport" : "money, banks", row.RootElement.GetProperty("label").GetString());
            Assert.Equal(1, row.RootElement.GetProperty("probabilities").EnumerateObject().Sum(field => field.Value.GetDouble()), 1e-5);
        }
    }

    [Fact]
    public async Task Predict_LinesOnStandardInput_LabelsEachAndTellsOfBlankOnes()
    {
        Prediction[] expected = await MakeAsync();

        (int exitCode, string output, string error) = await RunAsync($"{string.Join('\n', Texts)}\n\nlast\n", "predict", "--model", "model");

        string[] lines = output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(0, exitCode);
        Assert.Equal(Texts.Length + 3, lines.Length);
        Assert.Equal(expected.Select(prediction => prediction.Label == 0), lines[1..^2].Select(line => line.Contains(",sport,", StringComparison.Ordinal)));
        Assert.Equal($"{Texts.Length + 1},,,,", lines[^2]);
        Assert.Contains("1 of 8 rows have no text", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_EncoderMoved_NamesItAndTakesItsNewPlace()
    {
        await MakeAsync();
        Directory.Move(Path.Combine(_folder.Path, "bert"), Path.Combine(_folder.Path, "moved"));

        (int exitCode, _, string error) = await RunAsync("goal\n", "predict", "--model", "model");
        (int again, string output, _) = await RunAsync("goal\n", "predict", "--model", "model", "--encoder", "moved");

        Assert.Equal((int)ExitCode.InvalidInput, exitCode);
        Assert.Contains("--encoder", error, StringComparison.Ordinal);
        Assert.Equal(0, again);
        Assert.StartsWith("row,label", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_AnotherEncoder_IsRefused()
    {
        await MakeAsync();
        TinyEncoder.Write(Path.Combine(_folder.Path, "other"), ["goal"], seed: 2);

        (int exitCode, string output, string error) = await RunAsync("goal\n", "predict", "--model", "model", "--encoder", "other");

        Assert.Equal((int)ExitCode.CorruptCheckpoint, exitCode);
        Assert.Contains("another", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Predict_ModelCutShortOrMoved_SaysSo()
    {
        await MakeAsync();
        string head = Path.Combine(_folder.Path, "model", "head.safetensors");
        await File.WriteAllBytesAsync(head, (await File.ReadAllBytesAsync(head, TestContext.Current.CancellationToken))[..^1], TestContext.Current.CancellationToken);

        (int exitCode, _, string error) = await RunAsync("goal\n", "predict", "--model", "model");
        (int moved, _, string where) = await RunAsync("goal\n", "predict", "--model", "elsewhere");

        Assert.Equal(((int)ExitCode.CorruptCheckpoint, (int)ExitCode.CorruptCheckpoint), (exitCode, moved));
        Assert.Contains("head.safetensors", error, StringComparison.Ordinal);
        Assert.Contains("moved", where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelShow_Classifier_SaysWhatItIsAndThatItMustStay()
    {
        await MakeAsync();

        (int exitCode, string words, _) = await RunAsync(null, "model", "show", "model");
        (_, string json, _) = await RunAsync(null, "model", "show", "model", "--json");

        Assert.Equal(0, exitCode);
        Assert.Contains("sport, money, banks", words, StringComparison.Ordinal);
        Assert.Contains(ClassifierCard.MustStay, words, StringComparison.Ordinal);
        using JsonDocument card = JsonDocument.Parse(json);
        Assert.Equal(2, card.RootElement.GetProperty("labels").GetArrayLength());
    }

    private async Task<Prediction[]> MakeAsync()
    {
        string folder = TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), ["goal", "match", "striker", "bank", "market", "share"]);
        using var encoder = CheckpointEncoder.Load(folder, cancellationToken: TestContext.Current.CancellationToken);
        float[][] states = await encoder.EncodeAsync(Texts, EncodingMode.Independent, TestContext.Current.CancellationToken);
        PublicSpace space = PublicSpace.Fit(states, encoder.Hash);
        float[][] projected = space.Project(states);
        int[] labels = [0, 0, 1, 1, 1, 0];
        SoftmaxHead head = SoftmaxHeadTrainer.Fit([new HeadRows(projected, labels, [.. labels.Select(_ => 100.0)])], 2);
        var card = new ClassifierCard(
            ClassifierCard.CurrentSchemaVersion, ["sport", "money, banks"], "news", new CardEncoder(new EncoderSection(EncoderKind.Checkpoint, folder), encoder.Name, encoder.Hash), TextJoin.Space,
            "Made by a test.", null, new Dictionary<string, string>());
        var classifier = new SavedClassifier(card, space, head);
        ClassifierFolder.Write(Path.Combine(_folder.Path, "model"), classifier);
        return [.. await classifier.PredictAsync(encoder, Texts, null, TestContext.Current.CancellationToken)];
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string? input, params string[] arguments) => CommandLine.RunAsync(
        new NoEngine(), _folder.Path, arguments, TestContext.Current.CancellationToken, input is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(input)));

    private sealed class NoEngine : Fdkt.Cli.Runs.Abstractions.IRunEngine
    {
        public Task<Fdkt.Contracts.Reports.RunReport> RunAsync(Fdkt.Cli.Runs.Abstractions.RunRequest request, Fdkt.GpuJobs.Progress.IRunProgress progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}

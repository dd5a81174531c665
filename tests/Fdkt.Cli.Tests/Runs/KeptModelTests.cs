using Fdkt.Cli.Runs;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Cli.Tests.Commands;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>A run leaves every client a model, and predicting with it gives the accuracy of the report.</summary>
public sealed class KeptModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Predict_WithTheModelOfARun_ReproducesTheReportToTheLastRow()
    {
        string csv = GeneratedRows.Csv(GeneratedRows.Even(3, 200), 1);
        string test = GeneratedRows.Csv(GeneratedRows.Even(3, 60), 2);
        _folder.Write("train.csv", csv);
        _folder.Write("test.csv", test);
        TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), csv.Split('\n').Skip(1).SelectMany(row => row.Split(',')[0].Split(' ')).Where(word => word.Length > 0).Distinct().Order(StringComparer.Ordinal));
        string output = Path.Combine(_folder.Path, "out");
        Directory.CreateDirectory(output);
        var request = new RunRequest(
            new RoundFile() with
            {
                Data = new DataSection(new DataSource("train.csv"), Test: new DataSource("test.csv"), Public: new PublicSource(Rows: 60)),
                Encoder = new EncoderSection(EncoderKind.Checkpoint, "bert", 32),
                Clients = new ClientsSection(Count: 2),
                Comparisons = [Comparison.PrivateOnly, Comparison.Fdkt],
                Seeds = new SeedList([1, 2]),
            },
            _folder.Path, output);
        RunReport report = await new RunEngine().RunAsync(request, new RecordingProgress(), TestContext.Current.CancellationToken);

        string[] labels = [.. test.TrimEnd().Split('\n').Skip(1).Select(row => row.Split(',')[1].Trim())];
        foreach (ClientReport client in report.Clients)
        {
            double[] accuracies = [await AccuracyAsync(client.Name, "model", labels), await AccuracyAsync(client.Name, "model-seed-2", labels)];
            Assert.Equal(client.Accuracy[Comparison.Fdkt], accuracies.Average(), 1e-12);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<double> AccuracyAsync(string client, string model, string[] labels)
    {
        (int exitCode, string printed, string error) = await CommandLine.RunAsync(
            new RunEngine(), _folder.Path, ["predict", "--model", Path.Combine("out", "clients", client, model), "--in", "test.csv"], TestContext.Current.CancellationToken);

        Assert.Equal((0, string.Empty), (exitCode, error));
        string[] rows = printed.TrimEnd().Split(Environment.NewLine)[1..];
        Assert.Equal(labels.Length, rows.Length);
        return (double)rows.Zip(labels).Count(pair => pair.First.Split(',')[1] == pair.Second) / labels.Length;
    }
}

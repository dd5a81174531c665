using System.Text;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>Both workers through the jobs of one repetition, and what can be seen of it from outside the client's folder.</summary>
public sealed class WorkerRoundTests : IAsyncDisposable
{
    // A word that no public text has: where it is seen, a private record was.
    private const string Canary = "zebraquartz";

    private readonly SmallFederation _federation = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task RunAsync_SynthesisAugmentationTraining_LeavesNothingPrivateOutsideTheClient()
    {
        var options = new WorkerOptions();
        JobWorker client = WorkerFactory.Client(_federation.Folder, _federation.Key, SmallFederation.Model, _federation.Ports, options, _federation.Clock, _log);
        JobWorker server = WorkerFactory.LanguageModel(_federation.WorkPath, SmallFederation.Model, _federation.Ports, options, _federation.Clock, _log);
        var seen = new List<JobFact>();
        _federation.WriteRows([.. SampleRound.Rows.Select((row, i) => row with { Text = $"{Canary}{i} {row.Text} {Canary}" })]);

        await _federation.SendAsync(_federation.SynthesisJob());
        seen.AddRange(await _federation.RunAsync(client));
        await _federation.PoolAsync(new DemoSource(SmallFederation.Client, Assert.IsType<ClientJobCompleted>(seen[^1]).Demos!, null));
        await _federation.SendAsync(_federation.AugmentationJob(Comparison.Fdkt), FederationQueues.LanguageModelJobs);
        seen.AddRange(await _federation.RunAsync(server));
        await _federation.SendAsync(_federation.TrainingJob(Assert.IsType<JobCompleted>(seen[^1]).Texts, Comparison.PrivateOnly, Comparison.Fdkt));
        seen.AddRange(await _federation.RunAsync(client));

        Assert.Single(seen.OfType<JobCompleted>());
        Assert.Equal(2, seen.OfType<ClientJobCompleted>().Count());
        Assert.Null(Assert.IsType<ClientJobCompleted>(seen[^1]).Demos);
        Evaluation kept = _federation.Folder.ReadEvaluation(SmallFederation.Round, 0)!;
        Assert.Equal(2, kept.Scores.Count);
        Assert.All([.. seen.Select(fact => JsonSerializer.Serialize(fact, FederationJsonContext.Default.JobFact)), .. _log.Lines, .. await StoredTextsAsync()], text => Assert.DoesNotContain(Canary, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("accuracy", StringComparison.OrdinalIgnoreCase) || line.Contains('%', StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    /// <summary>All that lies in the stores, unpacked.</summary>
    private async Task<IReadOnlyList<string>> StoredTextsAsync()
    {
        var texts = new List<string>();
        foreach (string file in Directory.GetFiles(_federation.StorePath, "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file, SmallFederation.Cancel);
            texts.Add(Encoding.UTF8.GetString(bytes));
            if (file.EndsWith(".gz", StringComparison.Ordinal))
            {
                using var unpacked = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress));
                texts.Add(await unpacked.ReadToEndAsync(SmallFederation.Cancel));
            }
        }

        return texts;
    }
}

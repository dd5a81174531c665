using System.Diagnostics;
using System.Text.Json;
using Fdkt.Cli.Progress;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

/// <summary>Runs a round on one machine: all clients and the server in this process, seed by seed.</summary>
internal sealed class RunEngine : IRunEngine
{
    public async Task<RunReport> RunAsync(RunRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        RoundFile round = request.Round;
        RunInputs inputs = await RunInputsLoader.LoadAsync(round, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
        if (round.Data is null)
        {
            round = BuiltInSample.Complete(round);
        }

        // Before anything is trained, so that a round that cannot be run says so at once.
        int records = ClientDealer.RecordsOfEach(inputs.Private.Count, round.Clients);
        RoundFileValidator.CheckForRecords(round, records);
        using PublicModel model = await PublicModelProvider.GetAsync(inputs, round.Pretraining, progress, cancellationToken).ConfigureAwait(false);
        RunFolder folder = RunFolder.Open(request.OutputDirectory, Fingerprint(round, inputs), request.Resume);
        var outcomes = new List<SeedOutcome>();
        foreach ((int index, int seed) in round.Seeds.Values.Index())
        {
            string name = $"seed-{seed}";
            string title = $"seed {index + 1}/{round.Seeds.Values.Count}";
            if (folder.Read(name, RunJsonContext.Default.SeedOutcome) is { } finished)
            {
                progress.Log($"{title}: finished before, taken from {request.OutputDirectory}. (--no-resume runs it again.)");
                outcomes.Add(finished);
                continue;
            }

            SeedOutcome outcome = await new SeedRunner(inputs, model, round, folder, progress).RunAsync(seed, title, cancellationToken).ConfigureAwait(false);
            await folder.WriteAsync(name, outcome, RunJsonContext.Default.SeedOutcome, cancellationToken).ConfigureAwait(false);
            outcomes.Add(outcome);
        }

        return ReportBuilder.Build(round, inputs, inputs.Public?.Count ?? BuiltInSample.PublicRows, outcomes, clock.Elapsed.TotalSeconds, null);
    }

    /// <summary>Changes with the round and with any row: finished stages of other inputs must not be taken for these.</summary>
    private static string Fingerprint(RoundFile round, RunInputs inputs)
    {
        using var sha = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        sha.AppendData(JsonSerializer.SerializeToUtf8Bytes(round, RoundJsonContext.Default.RoundFile));
        foreach (string text in inputs.Private.Concat(inputs.Test).Select(row => $"{row.Label}\t{row.Text}\0").Concat(inputs.Public ?? []))
        {
            sha.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return $"{typeof(RunEngine).Assembly.ManifestModule.ModuleVersionId} {Convert.ToHexString(sha.GetHashAndReset())}";
    }
}

using System.Diagnostics;
using System.Text.Json;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

/// <summary>Runs a round on one machine: all clients and the server in this process, several seeds at a time.</summary>
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
        var outcomes = new SeedOutcome[round.Seeds.Values.Count];
        int parallel = request.Parallel ?? Environment.ProcessorCount;
        // By the number of seeds and not by how many run at a time, since sums in another number of threads round otherwise.
        using IDisposable limit = TorchThreads.Limit(Math.Max(1, Environment.ProcessorCount / outcomes.Length));
        await Parallel.ForEachAsync(
            round.Seeds.Values.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (seed, stop) => outcomes[seed.Index] = await SeedAsync(request, round, inputs, model, folder, progress, seed.Index, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return ReportBuilder.Build(round, inputs, inputs.Public?.Count ?? BuiltInSample.PublicRows, outcomes, clock.Elapsed.TotalSeconds, null);
    }

    private static async Task<SeedOutcome> SeedAsync(
        RunRequest request, RoundFile round, RunInputs inputs, PublicModel model, RunFolder folder, IRunProgress progress, int index, CancellationToken cancellationToken)
    {
        int seed = round.Seeds.Values[index];
        string name = $"seed-{seed}";
        string title = $"seed {index + 1}/{round.Seeds.Values.Count}";
        if (folder.Read(name, RunJsonContext.Default.SeedOutcome) is { } finished && (finished.Attacks is not null || !request.Attack))
        {
            progress.Log($"{title}: finished before, taken from {request.OutputDirectory}. (--no-resume runs it again.)");
            return finished;
        }

        SeedOutcome outcome = await new SeedRunner(inputs, model, round, folder, progress, request.Attack).RunAsync(seed, title, cancellationToken).ConfigureAwait(false);
        await folder.WriteAsync(name, outcome, RunJsonContext.Default.SeedOutcome, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Changes with the program, the round, the model that ships and any row: finished stages of other inputs must not be taken for these.</summary>
    private static string Fingerprint(RoundFile round, RunInputs inputs)
    {
        Type[] parts = [typeof(RunEngine), typeof(AugmentationStage), typeof(PublicModel)];
        string programs = string.Join(' ', parts.Select(part => part.Module.ModuleVersionId));
        string model = inputs.Public is null ? PublicModelStore.HashOf(BuiltInSample.ModelFolder) : "its own corpus";
        return InputFingerprint.Of(
            $"{programs} {model} {JsonSerializer.Serialize(round, RoundJsonContext.Default.RoundFile)}",
            inputs.Private.Concat(inputs.Test).Select(row => $"{row.Label}\t{row.Text}").Concat(inputs.Public ?? []).Concat(inputs.Users?.Select(user => $"\t{user}") ?? []));
    }
}

using System.Diagnostics;
using System.Text.Json;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.ServerModels;

namespace Fdkt.Cli.Runs;

/// <summary>Runs a round on one machine: all clients and the server in this process, several seeds at a time.</summary>
/// <param name="backends">Makes the language models of operators; null where only the public model may write.</param>
internal sealed class RunEngine(BackendFactory? backends = null) : IRunEngine
{
    public async Task<RunReport> RunAsync(RunRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        RoundFile round = request.Round;
        RunInputs inputs = await RunInputsLoader.LoadAsync(round, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
        // Before anything is trained, so that a round that cannot be run says so at once.
        IStudentTrainer? trainer = round.Training.Student is null ? null : StudentTrainers.Of(round.Training, request.BaseDirectory);
        using OperatorModels? backend = request.Backend is { } settings
            ? (backends ?? throw new InvalidOperationException("This engine makes no back ends.")).Create(settings)
            : null;
        IReadOnlyList<Comparison> asked = round.Comparisons;
        if (backend is { StaysInProcess: false })
        {
            round = FederatedRound.WithoutPrivateText(round);
        }

        int records = ClientDealer.RecordsOfEach(inputs.Private.Count, round.Clients);
        RoundFileValidator.CheckForRecords(round, records);
        ITextEncoder? named = RoundEmbedder.Of(round.Augmentation.Embedder, request.BaseDirectory, cancellationToken);
        using var owned = named as IDisposable;
        using PublicModel? model = NeedsModel(round)
            ? await PublicModelProvider.GetAsync(inputs, round.Pretraining, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false)
            : null;
        ITextGenerator? generator = backend?.Writer ?? (ITextGenerator?)(model is not null && Writes(round) ? new PublicModelGenerator(model) : null);
        using var encoder = new RoundEncoder(round, request.BaseDirectory, model, backend?.Embedder, cancellationToken);
        EncodedRound encoded = await EncodedRound.OpenAsync(encoder.Cached, inputs.Public ?? BuiltInSample.PublicTexts(), inputs.Labels.Count, progress, cancellationToken).ConfigureAwait(false);
        TestRows test = await TestRows.EncodeAsync(encoded, inputs.Test, progress, cancellationToken).ConfigureAwait(false);
        var models = new RunModels(encoded, test, model, trainer, generator, named ?? backend?.Embedder);
        round = round with { Comparisons = [.. round.Comparisons.Where(comparison => comparison != Comparison.FdktGenerated || generator is not null)] };
        RunFolder folder = RunFolder.Open(request.OutputDirectory, Fingerprint(request, round, inputs, encoded.Encoder, model?.Base, backend?.Writer, cancellationToken), request.Resume);
        using RunLedger? ledger = request.Ledger is { } charged ? RunLedger.Open(charged, inputs, round.Task.Name, request.OutputDirectory, TimeProvider.System) : null;
        var outcomes = new SeedOutcome[round.Seeds.Values.Count];
        int parallel = request.Parallel ?? Environment.ProcessorCount;
        // By the number of seeds and not by how many run at a time, since sums in another number of threads round otherwise.
        using IDisposable limit = TorchThreads.Limit(Math.Max(1, Environment.ProcessorCount / outcomes.Length));
        await Parallel.ForEachAsync(
            round.Seeds.Values.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (seed, stop) => outcomes[seed.Index] = await SeedAsync(request, round, inputs, models, folder, ledger, progress, seed.Index, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return ReportBuilder.Build(
            round, inputs, inputs.Public?.Count ?? BuiltInSample.PublicRows, outcomes, clock.Elapsed.TotalSeconds,
            [.. Notes(round, trainer, encoded.Encoder, backend?.Writer, asked.Except(round.Comparisons))], model?.Base, ledger?.Sentence());
    }

    /// <summary>Whether anything of the round needs a public model: a mechanism that trains one, its word vectors as the encoder, or one that is asked for to write. Nothing of a user's own data is pretrained unasked.</summary>
    private static bool NeedsModel(RoundFile round) =>
        round.Privacy.Mechanism is PrivacyMechanism.ClassPrompts or PrivacyMechanism.Lora or PrivacyMechanism.Full || round.Encoder.Kind == EncoderKind.Trained || Writes(round);

    /// <summary>Whether the public model writes: the sample's does, which ships with Fdkt, and one whose making the round describes.</summary>
    private static bool Writes(RoundFile round) => round.Data is null || round.Pretraining != new PretrainingSection();

    private static async Task<SeedOutcome> SeedAsync(
        RunRequest request, RoundFile round, RunInputs inputs, RunModels models, RunFolder folder, RunLedger? ledger, IRunProgress progress, int index, CancellationToken cancellationToken)
    {
        int seed = round.Seeds.Values[index];
        string name = $"seed-{seed}";
        string title = $"seed {index + 1}/{round.Seeds.Values.Count}";
        if (folder.Read(name, RunJsonContext.Default.SeedOutcome) is { } finished && (finished.Attacks is not null || !request.Attack))
        {
            progress.Log($"{title}: finished before, taken from {request.OutputDirectory}. (--no-resume runs it again.)");
            foreach (ReleaseCharge charge in ledger is null ? [] : finished.Charges)
            {
                ledger!.Commit(charge);
            }

            return finished;
        }

        SeedOutcome outcome = await new SeedRunner(inputs, models, round, folder, progress, request.Attack, ledger).RunAsync(seed, title, cancellationToken).ConfigureAwait(false);
        await folder.WriteAsync(name, outcome, RunJsonContext.Default.SeedOutcome, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>What a reader of the numbers should know of the models.</summary>
    private static IEnumerable<string> Notes(RoundFile round, IStudentTrainer? trainer, ITextEncoder encoder, IWritingBackend? backend, IEnumerable<Comparison> leftOut)
    {
        yield return $"Every row reads with the same encoder, {encoder.Name}, and has the same student and tuning.";
        if (trainer is not null && StudentNote.Of(round.Training.Student, trainer) is { } student)
        {
            yield return student;
        }

        if (backend is not null)
        {
            yield return $"{backend.Name} wrote the texts. In this run: {backend.Usage}.";
        }

        foreach (Comparison comparison in leftOut)
        {
            yield return comparison == Comparison.NonPrivateDemos
                ? $"{ComparisonTitles.Of(comparison)} is left out: it would show private text to a language model outside this process."
                : $"{ComparisonTitles.Of(comparison)} is left out: there is no language model that writes.";
        }
    }

    /// <summary>Changes with the program, the round, the models and any row: finished stages of other inputs must not be taken for these.</summary>
    private static string Fingerprint(
        RunRequest request, RoundFile round, RunInputs inputs, ITextEncoder encoder, BaseModel? baseModel, IWritingBackend? writer, CancellationToken cancellationToken)
    {
        Type[] parts = [typeof(RunEngine), typeof(AugmentationStage), typeof(PublicModel)];
        string programs = string.Join(' ', parts.Select(part => part.Module.ModuleVersionId));
        string model = baseModel?.ToString() ?? (inputs.Public is null ? PublicModelStore.HashOf(BuiltInSample.ModelFolder) : "its own corpus");
        string backend = request.Backend is { } settings ? $"{settings} {writer?.Name} {BackendFactory.TemplateOf(settings).Text} " : string.Empty;
        return InputFingerprint.Of(
            $"{programs} {encoder.Hash} {model} {backend}{RoundEmbedder.Identity(round, request.BaseDirectory, request.Backend?.Embedder, cancellationToken)}{JsonSerializer.Serialize(round, RoundJsonContext.Default.RoundFile)}",
            inputs.Private.Concat(inputs.Test).Select(row => $"{row.Label}\t{row.Text}").Concat(inputs.Public ?? []).Concat(inputs.Users?.Select(user => $"\t{user}") ?? []));
    }
}

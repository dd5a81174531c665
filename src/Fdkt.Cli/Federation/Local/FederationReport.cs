using Fdkt.Cli.Runs;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Statements;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Federation.Local;

/// <summary>
/// The report of a round in a local federation, as <c>fdkt run</c> makes it. What the operator may not know, accuracies and what each release cost in detail,
/// is read from the clients' own folders, which are all on this machine.
/// </summary>
/// <param name="connection">The federation.</param>
/// <param name="folder">Where the clients' folders are.</param>
/// <param name="round">The round.</param>
/// <param name="names">The clients, in the order of the report.</param>
internal sealed class FederationReport(FederationConnection connection, LocalFolder folder, PreparedRound round, IReadOnlyList<string> names)
{
    // The clients of a federation still train the classifier on words, and all rows but private only read with the public model's encoder beside it.
    private const string NoVerdict =
        "There is no verdict of a federation yet: private only reads words alone here and the other rows read with the public model's encoder too, so most of their lift is the encoder. "
        + "fdkt run compares all rows with one encoder.";

    private readonly RoundFile _file = round.Round;
    private readonly TaskId _task = RoundOrder.TaskOf(round.Round);

    /// <summary>Builds the report.</summary>
    /// <param name="id">The round; it has completed.</param>
    /// <param name="elapsed">How long everything took.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null where no client has a whole set of results.</returns>
    public async Task<RunReport?> BuildAsync(RoundId id, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        ClientFolder[] clients = [.. names.Select(name => ClientFolder.Open(folder.Client(name))).Where(client => _file.Seeds.Values.All(seed => client.ReadEvaluation(id, seed) is not null))];
        if (clients.Length == 0)
        {
            return null;
        }

        RoundOutcome? outcome = await new RoundDirectory(connection.Documents, TimeProvider.System).OutcomeAsync(id, cancellationToken).ConfigureAwait(false);
        var seeds = new List<SeedOutcome>();
        foreach (int seed in _file.Seeds.Values)
        {
            seeds.Add(await SeedAsync(id, seed, clients, outcome!, cancellationToken).ConfigureAwait(false));
        }

        string? missing = clients.Length == names.Count ? null : $"Left out, since they did not finish every repetition: {string.Join(", ", names.Except(clients.Select(client => client.Settings.Client.Value)))}.";
        string[] notes = [.. new[] { StudentNote.Of(clients[0].Settings.Student, clients[0].Path), round.Note, missing }.OfType<string>()];
        RunReport report = ReportBuilder.Build(
            _file, round.Inputs, round.Inputs.Public?.Count ?? BuiltInSample.PublicRows, seeds, elapsed.TotalSeconds, notes, round.Base, "Each client charged its own to its ledger, for all rounds together.");
        return report with { LiftOverLocal = null, Verdict = NoVerdict };
    }

    private async Task<SeedOutcome> SeedAsync(RoundId id, int seed, IReadOnlyList<ClientFolder> clients, RoundOutcome outcome, CancellationToken cancellationToken)
    {
        Evaluation[] evaluations = [.. clients.Select(client => client.ReadEvaluation(id, seed)!)];
        KeptArtifact[] releases = [.. clients.Select(client => Release(client, id, seed))];
        bool first = seed == _file.Seeds.Values[0];
        StageReport[] filters = [.. evaluations.Select(evaluation => evaluation.ClientFilter).OfType<StageReport>()];
        return new SeedOutcome(
            seed,
            _file.Comparisons.ToDictionary(method => method, method => (IReadOnlyList<Score>)[.. evaluations.Select(evaluation => evaluation.Scores[method])]),
            // What a client's release took in and kept stands in its folder alone. The outcome's counts are sums over all repetitions: they are given once.
            [StageCounts.Sum(releases.SelectMany(release => release.Record.Stages)), .. first ? outcome.Stages : [], .. filters.Length == 0 ? Array.Empty<StageReport>() : [StageCounts.Sum(filters)]],
            [.. releases.Select(release => release.Record.Privacy!)],
            [.. clients.Zip(releases, (client, release) => Charge(client, release, id, seed))],
            [.. evaluations.Select(evaluation => new ClientSize(evaluation.Client.Value, evaluation.Records))],
            first ? await SamplesAsync(id, seed, releases, outcome, cancellationToken).ConfigureAwait(false) : []);
    }

    private static ReleaseCharge Charge(ClientFolder client, KeptArtifact release, RoundId id, int seed)
    {
        string job = JobId.Synthesis(id, seed, client.Settings.Client).Value;
        ReleaseStatement statement = ReleaseStatement.FromJson(File.ReadAllBytes(client.Statements.FileOf(job)));
        return new ReleaseCharge(job, statement.Events, release.Record.Privacy!.Delta, statement.Lineage.GetValueOrDefault(StatementFolder.ContentKey, string.Empty));
    }

    private KeptArtifact Release(ClientFolder client, RoundId id, int seed)
    {
        ClientId name = client.Settings.Client;
        string job = JobId.Synthesis(id, seed, name).Value;
        return client.Releases.Find(job, ArtifactPath.Demos(name, _task, id, seed)) ?? throw new KeptArtifactException(client.Releases.FolderOf(job), "the release is missing");
    }

    private async Task<IReadOnlyList<SampleText>> SamplesAsync(RoundId id, int seed, IReadOnlyList<KeptArtifact> releases, RoundOutcome outcome, CancellationToken cancellationToken)
    {
        var demos = new List<LabelledText>();
        foreach (KeptArtifact release in releases)
        {
            using var packed = new MemoryStream(release.Artifact.DatasetBytes.ToArray());
            demos.AddRange(await DatasetFormat.ReadAsync(packed, ArtifactLimits.Default, cancellationToken).ConfigureAwait(false));
        }

        ArtifactPath path = ArtifactPath.Augmented(_task, id, seed, Comparison.Fdkt);
        IReadOnlyList<LabelledText> augmented = outcome.Augmented.FirstOrDefault(written => written.Name == path.ManifestName) is { } reference
            ? (await connection.Artifacts.ReadAsync(path, reference, ArtifactLimits.Default, cancellationToken).ConfigureAwait(false)).Dataset.Rows
            : [];
        return [.. SampleTexts.OfDemos(demos, round.Inputs.Labels), .. SampleTexts.OfAugmented(augmented, round.Inputs.Labels)];
    }
}

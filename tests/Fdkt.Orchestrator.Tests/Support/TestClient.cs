using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Hosting;

namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>A client and its worker, as far as the orchestrator sees them.</summary>
internal sealed class TestClient(ClientId name, OrchestratorPorts ports, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SealedArtifact> _kept = new(StringComparer.Ordinal);

    public ClientId Name { get; } = name;

    public TestSigner Key { get; } = new();

    public double Epsilon { get; set; } = 4;

    public double Delta { get; set; } = 1e-6;

    /// <summary>What its manifests say of its ledger; null for nothing.</summary>
    public LedgerHead? Ledger { get; set; }

    /// <summary>Answers a synthesis; null answers nothing.</summary>
    public Func<SynthesisJob, Task<JobFact?>>? OnSynthesis { get; set; }

    /// <summary>Answers a training; null answers nothing.</summary>
    public Func<TrainingJob, Task<JobFact?>>? OnTraining { get; set; }

    /// <summary>Jobs as they were delivered, with repetitions.</summary>
    public List<Job> Seen { get; } = [];

    /// <summary>How often it released anything: what is charged to its ledger.</summary>
    public int Releases => _kept.Count;

    public ClientRegistration Registration(params string[] tasks) => new(
        ClientRegistration.CurrentSchemaVersion, Name, Key.KeyId, Key.PublicKey, [.. tasks.Select(task => new TaskId(task))], 8, 100, time.GetUtcNow(), null);

    public Task EnrolAsync(params string[] tasks) => EnrolAsync(Registration(tasks));

    public Task EnrolAsync(ClientRegistration registration) =>
        ports.Documents.TryReplaceAsync(DocumentPath.Client(Name), registration, FederationJsonContext.Default.ClientRegistration, null, CancellationToken.None);

    public static IReadOnlyList<LabelledText> Rows(string seasoning) => [new($"a good one {seasoning}", "good"), new($"a bad one {seasoning}", "bad")];

    public ReleasedDataset Release(IEnumerable<LabelledText> rows) => ReleasedDataset.Release(
        rows, new PrivacyStatement(Name.Value, Epsilon, Delta, PrivacyMechanism.Votes, "add or remove one", "one record", "test 1"), "synthesize");

    /// <summary>Stores a release for a round and keeps it, so that asking again gives the same.</summary>
    public async Task<ArtifactReference> StoreAsync(SynthesisJob job)
    {
        var path = ArtifactPath.Demos(Name, job.Task, job.Round, job.Seed);
        if (!_kept.TryGetValue(path.Name, out SealedArtifact? artifact))
        {
            artifact = SealedArtifact.Seal(path, Release(Rows($"of {Name} in {job.Round} with {job.Seed}")), new ArtifactDescription(job.Task, job.Round, job.Seed, Name, Ledger), Key);
            _kept.Add(path.Name, artifact);
        }

        return await ports.Artifacts.WriteAsync(artifact, CancellationToken.None);
    }

    public DemoUpload Upload(SynthesisJob job)
    {
        SealedArtifact artifact = _kept[ArtifactPath.Demos(Name, job.Task, job.Round, job.Seed).Name];
        return new DemoUpload(DemoUpload.CurrentSchemaVersion, Name, job.Task, job.Round, job.Seed, artifact.Manifest.ContentHash, artifact.Reference, time.GetUtcNow());
    }

    public async Task AnnounceAsync(SynthesisJob job)
    {
        await StoreAsync(job);
        await ports.Inbox.SendAsync(Upload(job), CancellationToken.None);
    }

    /// <summary>Pushes demonstrations of its own making.</summary>
    public async Task<DemoUpload> PushAsync(string task, IReadOnlyList<LabelledText> rows)
    {
        ReleasedDataset dataset = Release(rows);
        var path = ArtifactPath.Pushed(Name, new TaskId(task), dataset.ContentHash);
        var artifact = SealedArtifact.Seal(path, dataset, new ArtifactDescription(new TaskId(task), null, null, Name, Ledger), Key);
        _kept.Add(path.Name, artifact);
        await ports.Artifacts.WriteAsync(artifact, CancellationToken.None);
        var upload = new DemoUpload(DemoUpload.CurrentSchemaVersion, Name, new TaskId(task), null, null, dataset.ContentHash, artifact.Reference, time.GetUtcNow());
        await ports.Inbox.SendAsync(upload, CancellationToken.None);
        return upload;
    }

    public Task<JobFact?> AnswerAsync(Job job)
    {
        Seen.Add(job);
        return job switch
        {
            SynthesisJob synthesis => OnSynthesis is { } answer ? answer(synthesis) : SynthesizeAsync(synthesis),
            TrainingJob training => OnTraining is { } answer ? answer(training) : Task.FromResult<JobFact?>(Trained(training)),
            _ => throw new InvalidOperationException($"A client got {job}."),
        };
    }

    public async Task<JobFact?> SynthesizeAsync(SynthesisJob job)
    {
        await AnnounceAsync(job);
        return Completed(job);
    }

    public ClientJobCompleted Completed(SynthesisJob job) => new(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, Name, time.GetUtcNow(), Upload(job).Manifest);

    public ClientJobCompleted Trained(TrainingJob job) => new(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, Name, time.GetUtcNow(), null);

    public JobFailed Failed(Job job, ReasonCode reason) => new(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, Name, time.GetUtcNow(), reason);

    public JobRefused Refused(Job job, ReasonCode reason) => new(JobFact.CurrentSchemaVersion, job.Id, "1", job.Round, job.Seed, Name, time.GetUtcNow(), reason);

    public void Dispose() => Key.Dispose();
}

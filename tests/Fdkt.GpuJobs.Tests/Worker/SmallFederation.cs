using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.DevelopmentBroker.PeekLock;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Ledger;
using Fdkt.Tests.Messaging;
using Fdkt.Transport.Artifacts.Folder;
using Fdkt.Transport.Documents.Folder;
using Fdkt.Transport.Inbox.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>A client with a few rows of the built-in sample, and real stores and queues in a folder and in memory. Time stands still unless it is moved.</summary>
internal sealed class SmallFederation : IAsyncDisposable
{
    public const string ModelFingerprint = "the-model";

    private readonly TemporaryFolder _folder = new();

    public SmallFederation(ClientPolicy? policy = null, StudentSection? student = null)
    {
        Queue = new MemoryJobQueue(new PeekLockOptions(), Clock);
        Artifacts = new FolderArtifactStore(StorePath);
        Documents = new FolderDocumentStore(StorePath);
        Inbox = new MemoryDemoInbox(Clock);
        Folder = ClientFolder.Create(Path.Combine(_folder.Path, "client"), new ClientSettings(
            ClientSettings.CurrentSchemaVersion, Client, new DataSection(new DataSource("private.jsonl"), new DataSource("test.jsonl")), [Task], SampleRound.Inputs.Labels,
            policy ?? new ClientPolicy(20, 50, SampleRound.Rows.Count), student));
        WriteRows(SampleRound.Rows);
        Write("test.jsonl", SampleRound.Test);
        Key = Folder.OpenKey();
    }

    public static RoundId Round { get; } = new("round-1");

    public static TaskId Task { get; } = new("sample");

    public static ClientId Client { get; } = new("client-1");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public MemoryJobQueue Queue { get; }

    public FolderArtifactStore Artifacts { get; }

    public FolderDocumentStore Documents { get; }

    public MemoryDemoInbox Inbox { get; }

    public ClientFolder Folder { get; }

    public ClientKey Key { get; }

    public string StorePath => Path.Combine(_folder.Path, "store");

    public string WorkPath => Path.Combine(_folder.Path, "work");

    public WorkerPorts Ports => new(Queue, Artifacts, Documents, Inbox);

    // The model is shared by all tests and outlives them.
    public static WorkerModel Model { get; } = new(SampleRound.Model, ModelFingerprint);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public SynthesisJob SynthesisJob(int seed = 0, RoundId? round = null, PrivacySection? privacy = null) => new(
        Job.CurrentSchemaVersion, JobId.Synthesis(round ?? Round, seed, Client), round ?? Round, Task, seed, SampleRound.Inputs.Labels, SampleRound.Inputs.Domain, ModelFingerprint,
        Clock.GetUtcNow().AddHours(1), Client, privacy ?? SampleRound.Privacy, SampleRound.Synthesis);

    public AugmentationJob AugmentationJob(params Comparison[] methods) => new(
        Job.CurrentSchemaVersion, JobId.Augmentation(Round, 0), Round, Task, 0, SampleRound.Inputs.Labels, SampleRound.Inputs.Domain, ModelFingerprint, Clock.GetUtcNow().AddHours(1),
        SampleRound.Augmentation, methods);

    public TrainingJob TrainingJob(IReadOnlyList<WrittenTexts> texts, params Comparison[] methods) => new(
        Job.CurrentSchemaVersion, JobId.Training(Round, 0, Client), Round, Task, 0, SampleRound.Inputs.Labels, SampleRound.Inputs.Domain, ModelFingerprint, Clock.GetUtcNow().AddHours(1),
        Client, texts, methods, SampleRound.Augmentation, SampleRound.Training);

    public SynthesisHandler Synthesis(Action<SynthesisPoint>? reached = null, WorkerPorts? ports = null) =>
        new(Folder, Key, Model, ports ?? Ports, Clock) { Reached = reached ?? (static _ => { }) };

    public AugmentationHandler Augmentation(Action<Comparison, bool>? reached = null) =>
        new(new(WorkPath), Model, Ports, ArtifactLimits.Default, Clock) { Reached = reached ?? (static (_, _) => { }) };

    public TrainingHandler Training() => new(Folder, Model, Ports, ArtifactLimits.Default, Clock);

    public void WriteRows(IReadOnlyList<Example> rows) => Write("private.jsonl", rows);

    public void WriteTest(IReadOnlyList<Example> rows) => Write("test.jsonl", rows);

    /// <summary>Changes the settings as the owner would, under a worker that runs.</summary>
    public void Edit(Func<ClientSettings, ClientSettings> change)
    {
        ClientSettings settings = change(ClientFolder.Open(Folder.Path).Settings);
        File.Delete(Path.Combine(Folder.Path, ClientFolder.SettingsFile));
        ClientFolder.Create(Folder.Path, settings);
    }

    /// <summary>What the owner was told.</summary>
    public string Notes() => File.Exists(Path.Combine(Folder.Path, "notes.jsonl")) ? File.ReadAllText(Path.Combine(Folder.Path, "notes.jsonl")) : string.Empty;

    /// <summary>The uploads that were announced.</summary>
    public async Task<IReadOnlyList<DemoUpload>> UploadsAsync() =>
        [.. (await Inbox.ReceiveAsync(32, TimeSpan.FromSeconds(1), Cancel)).Select(message => ContractReader.Read(message.Body.Span, FederationJsonContext.Default.DemoUpload, 1))];

    public LedgerReport Ledger() => PrivacyLedger.Verify(Folder.LedgerPath);

    /// <summary>Releases, and accepts what was released for the next steps.</summary>
    public async Task<ArtifactReference> AcceptDemosAsync()
    {
        ArtifactReference demos = (await Synthesis().HandleAsync(SynthesisJob(), new RecordingProgress(), Cancel)).Demos!;
        await PoolAsync(new DemoSource(Client, demos, null));
        return demos;
    }

    public Task PoolAsync(params DemoSource[] demos) =>
        Documents.TryCreateAsync(DocumentPath.DemoPool(Round, 0), new DemoPool(DemoPool.CurrentSchemaVersion, Round, Task, 0, demos), FederationJsonContext.Default.DemoPool, Cancel);

    public Task SendAsync(Job job, QueueName? queue = null) => SendAsync(JsonSerializer.SerializeToUtf8Bytes(job, FederationJsonContext.Default.Job), queue);

    public Task SendAsync(byte[] body, QueueName? queue = null) =>
        Queue.SendAsync(queue ?? FederationQueues.ClientJobs(Client), new QueueMessage(Guid.NewGuid().ToString("N"), "job", body), Cancel);

    /// <summary>Runs a worker until a number of jobs have had their last fact sent, then stops it.</summary>
    public async Task<IReadOnlyList<JobFact>> RunAsync(JobWorker worker, int jobs = 1)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task running = worker.RunAsync(stop.Token);
        var facts = new List<JobFact>();
        await using IJobReceiver receiver = Queue.CreateReceiver(FederationQueues.JobResults);
        while (facts.Count(IsLast) < jobs)
        {
            IReceivedMessage message = (await receiver.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!;
            facts.Add(ContractReader.Read(message.Body.Span, FederationJsonContext.Default.JobFact, JobFact.CurrentSchemaVersion));
            await message.CompleteAsync(Cancel);
        }

        await stop.CancelAsync();
        await running;
        return facts;
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync();
        Key.Dispose();
        _folder.Dispose();
    }

    private static bool IsLast(JobFact fact) => fact is JobCompleted or ClientJobCompleted or JobFailed or JobRefused;

    private void Write(string file, IReadOnlyList<Example> rows) => File.WriteAllLines(
        Path.Combine(Folder.Path, file), rows.Select(row => JsonSerializer.Serialize(new { text = row.Text, label = SampleRound.Inputs.Labels[row.Label] })));
}

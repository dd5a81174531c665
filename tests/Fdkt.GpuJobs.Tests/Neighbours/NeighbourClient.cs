using System.Security.Cryptography;
using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.DevelopmentBroker.PeekLock;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;
using Fdkt.Tests.Messaging;
using Fdkt.Transport.Artifacts.Folder;
using Fdkt.Transport.Documents.Folder;
using Fdkt.Transport.Inbox.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>
/// A client's worker over a given file, with all coins fixed that can be: one folder with key, coins, settings and an empty ledger is copied for each run, the clock stands still, the
/// signer has no randomness. The mechanism runs for real, and then its demonstrations are put aside for fixed ones, since the release is the one thing that may differ.
/// </summary>
internal sealed class NeighbourClient : IDisposable
{
    private static readonly WorkerOptions Options = new() { Heartbeat = TimeSpan.FromSeconds(1), JobTimeLimit = TimeSpan.FromDays(40), RetryPause = TimeSpan.Zero };

    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public NeighbourClient(Func<ClientSettings, ClientSettings>? change = null)
    {
        var settings = new ClientSettings(
            ClientSettings.CurrentSchemaVersion, SmallFederation.Client, new DataSection(new DataSource("rows.jsonl")), [SmallFederation.Task], SampleRound.Inputs.Labels, new ClientPolicy(20, 50, 30));
        ClientFolder.Create(In("base"), change is null ? settings : change(settings), new StillClock());
    }

    /// <summary>What the server's language model is said to have written: every label with texts that fit it, and with some that do not.</summary>
    public static IReadOnlyList<LabelledText> Written { get; } =
        [.. LabelNumbers.Name([.. SampleRound.Inputs.Test.Take(24).Select((row, i) => i % 3 == 0 ? row with { Label = (row.Label + 1) % SampleRound.Classes } : row)], SampleRound.Inputs.Labels)];

    /// <summary>Puts something of a test's own between the worker and a handler: a planted leak.</summary>
    public Func<IJobHandler, IJobHandler> Around { get; init; } = static handler => handler;

    /// <summary>A synthesis as the round would order it.</summary>
    public static SynthesisJob Synthesis(PrivacySection? privacy = null, int seed = 0) => new(
        Job.CurrentSchemaVersion, JobId.Synthesis(SmallFederation.Round, seed, SmallFederation.Client), SmallFederation.Round, SmallFederation.Task, seed, SampleRound.Inputs.Labels,
        SampleRound.Inputs.Domain, SmallFederation.ModelFingerprint, DateTimeOffset.MaxValue, SmallFederation.Client, privacy ?? SampleRound.Privacy, SampleRound.Synthesis);

    /// <summary>A training on <see cref="Written"/>.</summary>
    public static TrainingJob Training(params Comparison[] methods) => new(
        Job.CurrentSchemaVersion, JobId.Training(SmallFederation.Round, 0, SmallFederation.Client), SmallFederation.Round, SmallFederation.Task, 0, SampleRound.Inputs.Labels,
        SampleRound.Inputs.Domain, SmallFederation.ModelFingerprint, DateTimeOffset.MaxValue, SmallFederation.Client, [], methods, SampleRound.Augmentation, SampleRound.Training);

    /// <summary>Lets the worker do some jobs over a file, and gives what left it.</summary>
    /// <param name="rows">The file.</param>
    /// <param name="jobs">The jobs, in order. A training gets the texts that its methods need.</param>
    public async Task<Transcript> RunAsync(IReadOnlyList<NeighbourRow> rows, params Job[] jobs)
    {
        string run = In(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"run-{_runs++}"));
        ClientFolder client = Copy(Path.Combine(run, "client"), rows);
        var transcript = new Transcript();
        var clock = new StillClock();
        await using var queue = new MemoryJobQueue(new PeekLockOptions(), clock);
        var inner = new WorkerPorts(queue, new FolderArtifactStore(Path.Combine(run, "store")), new FolderDocumentStore(Path.Combine(run, "store")), new MemoryDemoInbox(clock));
        WorkerPorts ports = RecordingPorts.Of(inner, transcript);
        using var beats = new Beats(transcript, clock);
        IEnumerable<IJobHandler> handlers = WorkerFactory
            .ClientHandlers(client, new FixedSigner(), SmallFederation.Model, ports, Options, clock, FixedReleaseAsync)
            .Select(handler => (IJobHandler)new BeatingHandler(Around(handler), beats));
        var worker = new JobWorker(FederationQueues.ClientJobs(SmallFederation.Client), [.. handlers], ports, Options, clock, NullLogger.Instance);
        foreach (Job job in jobs)
        {
            Job ready = job is TrainingJob training ? await WithTextsAsync(training, inner) : job;
            await queue.SendAsync(
                FederationQueues.ClientJobs(SmallFederation.Client), new QueueMessage(job.Id.Value, "job", JsonSerializer.SerializeToUtf8Bytes(ready, FederationJsonContext.Default.Job)), SmallFederation.Cancel);
            await WorkAsync(worker, queue);
        }

        Directory.Delete(run, recursive: true);
        return transcript;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the worker until one job has ended.</summary>
    private static async Task WorkAsync(JobWorker worker, MemoryJobQueue queue)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(SmallFederation.Cancel);
        Task running = worker.RunAsync(stop.Token);
        await using IJobReceiver receiver = queue.CreateReceiver(FederationQueues.JobResults);
        bool ended = false;
        while (!ended)
        {
            // Null where a test has moved the timers a minute on.
            if (await receiver.ReceiveAsync(TimeSpan.FromMinutes(1), SmallFederation.Cancel) is { } message)
            {
                ended = message.Subject is "completed" or "refused" or "failed";
                await message.CompleteAsync(SmallFederation.Cancel);
            }
        }

        await stop.CancelAsync();
        await running;
    }

    private static async Task<SynthesisResult> FixedReleaseAsync(
        IReadOnlyList<string> labels, ClientRecords client, Fdkt.Learning.Synthesis.SynthesisPlan plan, IRunProgress progress, string title, CancellationToken cancellationToken)
    {
        SynthesisResult result = await new SynthesisStage(SampleRound.Model, labels, progress).RunAsync(client, plan, title, cancellationToken);
        return result with { Demos = LabelNumbers.Name(SampleRound.Demos, labels) };
    }

    private static async Task<TrainingJob> WithTextsAsync(TrainingJob job, WorkerPorts ports)
    {
        var statement = new PrivacyStatement("server", 1, 1e-5, PrivacyMechanism.Votes, "public", "one record", "none");
        var texts = new List<WrittenTexts>();
        foreach (Comparison method in job.Methods.Where(method => method is not (Comparison.PrivateOnly or Comparison.PublicFeatures)))
        {
            var artifact = SealedArtifact.Seal(
                ArtifactPath.Augmented(job.Task, job.Round, job.Seed, method), ReleasedDataset.Derive([ReleasedDataset.Release(Written, statement, "server")], Written, "augment"),
                new ArtifactDescription(job.Task, job.Round, job.Seed, null), signer: null);
            texts.Add(new WrittenTexts(method, await ports.Artifacts.WriteAsync(artifact, SmallFederation.Cancel)));
        }

        return job with { Texts = texts };
    }

    private ClientFolder Copy(string path, IReadOnlyList<NeighbourRow> rows)
    {
        Directory.CreateDirectory(path);
        foreach (string file in Directory.GetFiles(In("base")))
        {
            File.Copy(file, Path.Combine(path, Path.GetFileName(file)));
        }

        File.WriteAllLines(Path.Combine(path, "rows.jsonl"), rows.Select(row => row.Json));
        return ClientFolder.Open(path);
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Signs by hashing: the same bytes have the same signature.</summary>
    private sealed class FixedSigner : IManifestSigner
    {
        public string KeyId => new('0', 64);

        public byte[] Sign(ReadOnlySpan<byte> payload) => SHA512.HashData(payload);
    }

    /// <summary>Gives signs of life when told to: each time work begins a stage or moves on in it, the timers run until one was sent.</summary>
    private sealed class Beats : IDisposable
    {
        private readonly SemaphoreSlim _sent = new(0);
        private readonly StillClock _clock;

        public Beats(Transcript transcript, StillClock clock)
        {
            _clock = clock;
            transcript.Noted = line =>
            {
                if (line.StartsWith("send", StringComparison.Ordinal) && line.Contains(" progressed ", StringComparison.Ordinal))
                {
                    _sent.Release();
                }
            };
        }

        public void Give()
        {
            while (_sent.Wait(0, CancellationToken.None))
            {
                // Those of before.
            }

            // Moved again where the heart was not listening yet.
            while (!_sent.Wait(TimeSpan.FromMilliseconds(20), SmallFederation.Cancel))
            {
                _clock.MoveTimers(Options.Heartbeat);
            }
        }

        public void Dispose() => _sent.Dispose();
    }

    private sealed class BeatingHandler(IJobHandler handler, Beats beats) : IJobHandler
    {
        public Type JobType => handler.JobType;

        public Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken) =>
            handler.HandleAsync(job, new BeatingProgress(progress, beats), cancellationToken);
    }

    private sealed class BeatingProgress(IRunProgress progress, Beats beats) : IRunProgress
    {
        public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
        {
            IStageProgress stage = progress.StartStage(name, totalUnits, unit);
            beats.Give();
            return stage;
        }

        public void Log(string line) => progress.Log(line);

        public void Warn(string line) => progress.Warn(line);
    }
}

using System.Text.Json;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.DevelopmentBroker.PeekLock;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Tests.Messaging;
using Fdkt.Transport.Artifacts.Folder;
using Fdkt.Transport.Documents.Folder;
using Fdkt.Transport.Inbox.Memory;
using Fdkt.Transport.Journal.Folder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>
/// A federation whose orchestrator is real, on queues in memory and stores in a folder; the test plays the workers. Time stands still unless a test advances it.
/// Nothing runs on its own but the rounds: a test drives the pumps.
/// </summary>
internal sealed class TestFederation : IAsyncDisposable
{
    public const string Task = "reviews";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fdkt-orchestrator-");
    private readonly List<(TestProcess Process, OrchestratorParts Parts)> _orchestrators = [];
    private readonly List<TestClient> _clients = [];

    public TestFederation(int clients = 3, TimeProvider? clock = null)
    {
        TimeProvider time = clock ?? Time;
        Jobs = new MemoryJobQueue(new PeekLockOptions { DuplicateWindow = TimeSpan.FromDays(1), LockDuration = TimeSpan.FromHours(1) }, time);
        Inbox = new MemoryDemoInbox(time);
        Ports = new OrchestratorPorts(Jobs, new FolderArtifactStore(_folder.FullName), Inbox, new FolderDocumentStore(_folder.FullName), new FolderRoundJournalStore(_folder.FullName));
        Server = new TestServer(Ports, time);
        for (int i = 1; i <= clients; i++)
        {
            _clients.Add(new TestClient(new ClientId($"client-{i}"), Ports, time));
        }
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero));

    /// <summary>Where the stores keep their bytes.</summary>
    public string Folder => _folder.FullName;

    public MemoryJobQueue Jobs { get; }

    public MemoryDemoInbox Inbox { get; }

    public OrchestratorPorts Ports { get; }

    public TestServer Server { get; }

    public IReadOnlyList<TestClient> Clients => _clients;

    public Pulse Pulse { get; } = new();

    public OrchestratorOptions Options { get; init; } = new() { LaterPause = TimeSpan.Zero };

    public TestProcess Process => _orchestrators[^1].Process;

    public OrchestratorParts Orchestrator => _orchestrators[^1].Parts;

    /// <summary>Changes messages on their way from the workers; returns those that arrive.</summary>
    public Func<JobFact, IEnumerable<JobFact>> Network { get; set; } = fact => [fact];

    /// <summary>Enrols all clients and starts an orchestrator.</summary>
    public async Task StartAsync(TestProcess? process = null)
    {
        await EnrolAsync();
        await RestartAsync(process);
    }

    public async Task EnrolAsync()
    {
        foreach (TestClient client in _clients)
        {
            await client.EnrolAsync(Task);
        }
    }

    /// <summary>Starts another orchestrator; one that was killed is buried first.</summary>
    public async Task RestartAsync(TestProcess? process = null)
    {
        TestProcess next = process ?? NewProcess();
        foreach ((TestProcess killed, OrchestratorParts parts) in _orchestrators.Where(orchestrator => orchestrator.Process.Killed))
        {
            await parts.DisposeAsync();
        }

        _orchestrators.RemoveAll(orchestrator => orchestrator.Process.Killed);
        _orchestrators.Add((next, new OrchestratorParts(next.Ports, Options, Time, NullLoggerFactory.Instance)));
        await Orchestrator.Starter.ContinueAllAsync(CancellationToken.None);
    }

    public TestProcess NewProcess(int? diesAtAppend = null, bool diesBeforeWriting = false) => new(Ports, Pulse) { DiesAtAppend = diesAtAppend, DiesBeforeWriting = diesBeforeWriting };

    public static RoundRequest Request(string round = "round-1", RoundFile? file = null, string task = Task, params string[] participants) => new(
        RoundRequest.CurrentSchemaVersion,
        new RoundId(round),
        new TaskId(task),
        file ?? File(),
        ["good", "bad"],
        "model-1",
        participants.Length == 0 ? null : [.. participants.Select(participant => new ClientId(participant))],
        DateTimeOffset.UnixEpoch);

    public static RoundFile File(FederationSection? federation = null, int seeds = 1) => new(
        Privacy: new PrivacySection(Epsilon: 4), Federation: federation, Comparisons: [Comparison.PrivateOnly, Comparison.NoFilter, Comparison.Fdkt], Seeds: SeedList.OfCount(seeds));

    public Task OrderAsync(RoundRequest request) => SendAsync(new StartRound(RoundCommand.CurrentSchemaVersion, request));

    public Task CancelAsync(string round = "round-1") => SendAsync(new CancelRound(RoundCommand.CurrentSchemaVersion, new RoundId(round)));

    public Task SendAsync(RoundCommand command) => Ports.Jobs.SendAsync(
        FederationQueues.RoundCommands,
        new QueueMessage(Guid.NewGuid().ToString("N"), "command", JsonSerializer.SerializeToUtf8Bytes(command, FederationJsonContext.Default.RoundCommand)),
        CancellationToken.None);

    public Task SendAsync(JobFact fact) => Ports.Jobs.SendAsync(
        FederationQueues.JobResults,
        new QueueMessage(Guid.NewGuid().ToString("N"), "fact", JsonSerializer.SerializeToUtf8Bytes(fact, FederationJsonContext.Default.JobFact)),
        CancellationToken.None);

    /// <summary>Lets messages flow and workers work until something holds.</summary>
    public async Task DriveAsync(Func<Task<bool>> until)
    {
        while (true)
        {
            Task next = Pulse.Next;
            if (await until())
            {
                return;
            }

            if (_orchestrators.Any(orchestrator => orchestrator.Process.Killed))
            {
                await RestartAsync();

                // Uploads that the dead process had taken come again.
                Time.Advance(Options.InboxHide);
            }

            if (await PumpAsync() + await WorkAsync() == 0)
            {
                await next;
            }
        }
    }

    public Task DriveAsync(Func<bool> until) => DriveAsync(() => System.Threading.Tasks.Task.FromResult(until()));

    /// <summary>Orders a round and lets it run to its outcome.</summary>
    public async Task<RoundOutcome> RunAsync(RoundRequest request)
    {
        await OrderAsync(request);
        return await OutcomeAsync(request.Round.Value);
    }

    public async Task<RoundOutcome> OutcomeAsync(string round = "round-1")
    {
        RoundOutcome? outcome = null;
        await DriveAsync(async () => (outcome = await FindOutcomeAsync(round)) is not null);
        return outcome!;
    }

    /// <summary>Waits for an outcome while time passes, a second whenever no message is on its way.</summary>
    public async Task<RoundOutcome> OutcomeOverTimeAsync(string round = "round-1")
    {
        while (true)
        {
            if (await PumpAsync() + await WorkAsync() == 0)
            {
                if (await FindOutcomeAsync(round) is { } outcome)
                {
                    return outcome;
                }

                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Drives while time passes, a second whenever nothing happens: for what waits on a timer that a thread may not have set yet.</summary>
    public async Task DriveOverTimeAsync(Func<Task<bool>> until, TimeSpan most)
    {
        DateTimeOffset end = Time.GetUtcNow() + most;
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await until())
        {
            if (await PumpAsync() + await WorkAsync() == 0 && await looks.WaitForNextTickAsync())
            {
                Assert.True(Time.GetUtcNow() < end, $"It did not happen within {most}.");
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    public async Task<RoundOutcome?> FindOutcomeAsync(string round = "round-1") =>
        (await Ports.Documents.ReadAsync(DocumentPath.Outcome(new RoundId(round)), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, CancellationToken.None))?.Value;

    public async Task<RoundStatus?> StatusAsync(string round = "round-1") =>
        (await Ports.Documents.ReadAsync(DocumentPath.Status(new RoundId(round)), FederationJsonContext.Default.RoundStatus, RoundStatus.CurrentSchemaVersion, CancellationToken.None))?.Value;

    /// <summary>Clients whose demonstrations the round has taken so far.</summary>
    public async Task<int> AcceptedAsync() => (await StatusAsync())?.Clients.Count(client => client.Phase == ClientPhase.Accepted) ?? 0;

    public async Task<IReadOnlyList<string>> DocumentsAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (string name in Ports.Documents.ListAsync(prefix, CancellationToken.None))
        {
            names.Add(name);
        }

        return names;
    }

    /// <summary>Lets the orchestrators take the messages that are there.</summary>
    public async Task<int> PumpAsync()
    {
        int count = 0;
        foreach ((TestProcess process, OrchestratorParts parts) in _orchestrators)
        {
            try
            {
                count += await parts.Commands.DrainAsync(CancellationToken.None) + await parts.Inbox.PumpAsync(CancellationToken.None) + await parts.Facts.DrainAsync(CancellationToken.None);
            }
            catch (IOException) when (process.Killed)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Lets the workers take the jobs that are there.</summary>
    public async Task<int> WorkAsync()
    {
        int count = await WorkAsync(FederationQueues.LanguageModelJobs, job => Server.AnswerAsync((AugmentationJob)job));
        foreach (TestClient client in _clients)
        {
            count += await WorkAsync(FederationQueues.ClientJobs(client.Name), client.AnswerAsync);
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((TestProcess process, OrchestratorParts parts) in _orchestrators)
        {
            await parts.DisposeAsync();
        }

        _clients.ForEach(client => client.Dispose());
        await Jobs.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<int> WorkAsync(QueueName queue, Func<Job, Task<JobFact?>> answer)
    {
        await using IJobReceiver receiver = Jobs.CreateReceiver(queue);
        int count = 0;
        while (await receiver.ReceiveAsync(TimeSpan.Zero, CancellationToken.None) is { } message)
        {
            count++;
            JobFact? fact = await answer(ContractReader.Read(message.Body.Span, FederationJsonContext.Default.Job, Job.CurrentSchemaVersion));
            if (fact is not null)
            {
                await Ports.Documents.TryCreateAsync(DocumentPath.Result(fact.Job), fact, FederationJsonContext.Default.JobFact, CancellationToken.None);
                foreach (JobFact arriving in Network(fact))
                {
                    await SendAsync(arriving);
                }
            }

            await message.CompleteAsync(CancellationToken.None);
        }

        return count;
    }
}

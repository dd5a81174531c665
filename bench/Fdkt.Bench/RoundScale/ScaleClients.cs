using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Samples;
using Fdkt.Orchestrator.Registry;
using Fdkt.Privacy.Accounting;
using Fdkt.Transport.Azure;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fdkt.Bench.RoundScale;

/// <summary>N clients, a few of which act at a time. Each has a key and is enrolled; what they push is ready, and what they train is nothing.</summary>
/// <param name="federation">The federation.</param>
/// <param name="count">N.</param>
/// <param name="task">The task.</param>
internal sealed class ScaleClients(ScaleFederation federation, int count, TaskId task)
{
    /// <summary>Clients that act at a time.</summary>
    private const int Lanes = 16;

    // Two demonstrations of each label.
    private const int RowsPerClient = 12;
    private const int RowsSeed = 1;
    private const double MaximumEpsilon = 8;
    private const double Delta = 1e-5;

    // A release of the usual size: statements of all clients travel with the augmented text, so their length matters.
    private static readonly PrivacyGuarantee Guarantee = PrivacyAccounting.Account([new SampledGaussianEvent(0.1, 1.5, 100)], Delta);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private readonly StorageCallCounter _counter = new();
    private readonly IReadOnlyList<ClientId> _clients = [.. Enumerable.Range(1, count).Select(k => new ClientId($"client-{k:d5}"))];

    /// <summary>Storage requests of all clients so far.</summary>
    public long Calls => _counter.Calls;

    /// <summary>Makes the keys and enrols all. The operator's requests are not counted.</summary>
    public async Task EnrolAsync(CancellationToken cancellationToken)
    {
        WorkerPorts operatorPorts = federation.Ports(null);
        var registry = new ClientRegistry(operatorPorts.Documents, TimeProvider.System);
        await EachAsync(async (index, stop) =>
        {
            using ClientKey key = ClientKey.Create(KeyPath(index));
            var registration = new ClientRegistration(
                ClientRegistration.CurrentSchemaVersion, _clients[index], key.KeyId, key.PublicKey, [task], MaximumEpsilon, ArtifactLimits.Default.MaximumRows, default, null);
            await registry.EnrolAsync(registration, replace: false, stop);
        }, cancellationToken);
    }

    /// <summary>Pushes the demonstrations of all, and waits until the orchestrator has taken in each.</summary>
    public async Task PushAsync(CancellationToken cancellationToken)
    {
        WorkerPorts ports = federation.Ports(_counter);
        IReadOnlyList<(string Text, string Label)> rows = SampleCorpus.Generate(RowsPerClient * count, RowsSeed);
        await EachAsync(async (index, stop) =>
        {
            ClientId client = _clients[index];
            using ClientKey key = ClientKey.Open(KeyPath(index));
            var statement = new PrivacyStatement(client.Value, Guarantee.EpsilonPld, Delta, PrivacyMechanism.Full, "add or remove one", "one record", Guarantee.Accountants);
            var dataset = ReleasedDataset.Release(rows.Skip(index * RowsPerClient).Take(RowsPerClient).Select(row => new LabelledText(row.Text, row.Label)), statement, "push");
            SealedArtifact artifact = SealedArtifact.Seal(
                ArtifactPath.Pushed(client, task, dataset.ContentHash), dataset, new ArtifactDescription(task, null, null, client), key);
            ArtifactReference reference = await ports.Artifacts.WriteAsync(artifact, stop);
            await ports.Inbox.SendAsync(
                new DemoUpload(DemoUpload.CurrentSchemaVersion, client, task, null, null, dataset.ContentHash, reference, TimeProvider.System.GetUtcNow()), stop);
        }, cancellationToken);

        IDocumentStore documents = federation.Ports(null).Documents;
        while (await documents.ListAsync(DocumentPath.HeldOf(task), cancellationToken).CountAsync(cancellationToken) < count)
        {
            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Answers the training job of each client, as its worker would.</summary>
    public async Task TrainAsync(CancellationToken cancellationToken)
    {
        IEnumerable<Task> lanes = _clients.Chunk((count + Lanes - 1) / Lanes).Select(clients => TrainAsync(clients, cancellationToken));
        await Task.WhenAll(lanes);
    }

    private async Task TrainAsync(IReadOnlyList<ClientId> clients, CancellationToken cancellationToken)
    {
        WorkerPorts ports = federation.Ports(_counter);
        await using IJobQueue queue = ports.Queue;
        var session = new JobSession(ports, [new StandInTraining(ports)], new WorkerOptions(), TimeProvider.System, NullLogger.Instance);
        foreach (ClientId client in clients)
        {
            await using IJobReceiver receiver = queue.CreateReceiver(FederationQueues.ClientJobs(client));
            IReceivedMessage? message;
            do
            {
                message = await receiver.ReceiveAsync(Wait, cancellationToken);
            }
            while (message is null);

            await session.HandleAsync(message, cancellationToken);
        }
    }

    private Task EachAsync(Func<int, CancellationToken, ValueTask> act, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken }, act);

    private string KeyPath(int index) => Path.Combine(federation.Folder, $"{_clients[index]}.pem");
}

using System.Security.Cryptography;
using System.Text.Json;
using Azure.Storage.Blobs;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>What must hold after every round, whatever failed (docs/federation.md, DESIGN I1 to I8). Each method returns what does not hold, a line each.</summary>
/// <param name="federation">The federation.</param>
internal sealed class Invariants(FaultyFederation federation)
{
    private static readonly TimeSpan PatienceAfterEnd = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> _seen = [];
    private readonly HashSet<string> _reported = [];

    /// <summary>The round ended as it may: completed, or without a quorum where there was none.</summary>
    public IEnumerable<string> OfEnd(string round, RoundOutcome? outcome)
    {
        if (outcome is null)
        {
            return [$"{round}: did not end"];
        }

        int accepted = outcome.Clients.Count(client => client.Demos is not null);
        int quorum = federation.Round.Federation.Quorum ?? federation.ClientNames.Count;
        return outcome.Phase switch
        {
            RoundPhase.Completed when accepted >= quorum => [],
            RoundPhase.QuorumNotMet when accepted < quorum => [],
            _ => [$"{round}: ended {outcome.Phase} ({outcome.Reason}) with {accepted} accepted of a quorum of {quorum}"],
        };
    }

    /// <summary>Each accepted release has one committed charge, and each stored release, accepted or not, has one: nothing was released that was not charged.</summary>
    public async Task<IReadOnlyList<string>> OfLedgersAsync(IReadOnlyList<RoundOutcome> outcomes, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        Dictionary<string, IReadOnlyList<ArtifactManifest>> stored = await StoredDemosAsync(cancellationToken);
        foreach (string name in federation.ClientNames)
        {
            LedgerReport ledger = PrivacyLedger.Verify(federation.Client(name).LedgerPath);
            if (ledger.Fault is not null)
            {
                faults.Add($"{name}: the ledger is damaged: {ledger.Fault}");
            }

            Dictionary<string, LedgerReservation> committed = ledger.Releases
                .Where(release => release.State == LedgerReservationState.Committed).ToDictionary(release => release.Charge.ReleaseId);
            foreach (RoundOutcome outcome in outcomes)
            {
                // Demonstrations that were late for the round before keep the id of the job that made them.
                IEnumerable<string?> accepted = outcome.Clients.Where(client => client.Client.Value == name && client.Demos is not null).Select(client => client.Demos!.Name);
                faults.AddRange(accepted.Where(path => !committed.Keys.Any(id => IdOf(path!) == id)).Select(path => $"{name}: the release that {outcome.Round} accepted, {path}, is not committed in the ledger"));
                foreach (string? path in accepted.Where(path => outcomes.Count(other => other.Clients.Any(client => client.Demos?.Name == path)) > 1))
                {
                    faults.Add($"{name}: {path} was used by two rounds");
                }
            }

            foreach (ArtifactManifest manifest in stored.GetValueOrDefault(name) ?? [])
            {
                string id = JobId.Synthesis(manifest.Round!.Value, manifest.Seed!.Value, manifest.Client!.Value).Value;
                if (!committed.TryGetValue(id, out LedgerReservation? charge) || charge.ContentHash != manifest.ContentHash)
                {
                    faults.Add($"{name}: stored demonstrations of {id} are {(charge is null ? "not charged" : "not those that were charged")}");
                }
            }

            int reserved = ledger.Entries.Where(entry => entry.Kind == LedgerEntryKind.Reserve).GroupBy(entry => entry.ReleaseId).Count(group => group.Count() > 1);
            if (reserved > 0)
            {
                faults.Add($"{name}: {reserved} releases are charged twice");
            }
        }

        return faults;
    }

    /// <summary>No blob of an artifact ever changes once it is there.</summary>
    public async Task<IReadOnlyList<string>> OfArtifactsAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach ((string name, byte[] bytes) in await BlobsAsync([ArtifactPath.DemosContainer, ArtifactPath.AugmentedContainer], cancellationToken))
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (_seen.TryGetValue(name, out string? before) && before != hash)
            {
                faults.Add($"{name}: was written twice with other bytes");
            }

            _seen[name] = hash;
        }

        return [.. faults, .. federation.Writes.Overwritten().Where(_reported.Add).Select(name => $"{name}: was written more than once with unlike bytes")];
    }

    /// <summary>No result was used before the journal held it.</summary>
    public async Task<IReadOnlyList<string>> OfJournalAsync(RoundOutcome? outcome, CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? faults = [];
        // The outcome is there a moment before its entry is; longer, where the orchestrator dies between the two.
        return outcome is null || await Eventually.HoldsWithinAsync(() => Task.FromResult((faults = federation.Writes.UsedBeforeJournaled(outcome.Round)) is not null), PatienceAfterEnd, cancellationToken)
            ? faults!
            : [$"{outcome.Round}: the journal does not say that the outcome was written"];
    }

    /// <summary>All queues run empty, and every dead letter says why.</summary>
    public async Task<IReadOnlyList<string>> OfQueuesAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        QueueName[] queues = [FederationQueues.LanguageModelJobs, FederationQueues.JobResults, FederationQueues.RoundCommands, .. federation.ClientNames.Select(name => FederationQueues.ClientJobs(new ClientId(name)))];
        foreach (QueueName queue in queues)
        {
            foreach (DeadLetter letter in await federation.Queue.ReadDeadLettersAsync(queue, cancellationToken))
            {
                if (letter.Reason.Length == 0)
                {
                    faults.Add($"{queue}: dead letter {letter.Id} says no reason");
                }
            }
        }

        if (await NotEmptyAsync(cancellationToken) is { } left)
        {
            faults.Add($"messages are left: {left}");
        }

        return faults;
    }

    /// <summary>All blobs of containers, by container and name.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> BlobsAsync(IEnumerable<string> containers, CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<string, byte[]>();
        foreach (string container in containers)
        {
            BlobContainerClient client = federation.Blobs.GetBlobContainerClient(container);
            await foreach (Azure.Storage.Blobs.Models.BlobItem blob in client.GetBlobsAsync(cancellationToken: cancellationToken))
            {
                blobs[$"{container}/{blob.Name}"] = (await client.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken)).Value.Content.ToArray();
            }
        }

        return blobs;
    }

    /// <summary>The job that made the demonstrations at a path, CLIENT/TASK/rounds/ROUND/SEED/manifest.json.</summary>
    private static string IdOf(string path) => path.Split('/') is [var client, _, "rounds", var round, var seed, _] ? $"{round}.{seed}.synthesis.{client}" : path;

    private async Task<Dictionary<string, IReadOnlyList<ArtifactManifest>>> StoredDemosAsync(CancellationToken cancellationToken)
    {
        var manifests = new List<ArtifactManifest>();
        foreach ((string name, byte[] bytes) in await BlobsAsync([ArtifactPath.DemosContainer], cancellationToken))
        {
            if (name.EndsWith("/manifest.json", StringComparison.Ordinal))
            {
                SignedManifest signed = JsonSerializer.Deserialize(bytes, Contracts.Json.FederationJsonContext.Default.SignedManifest)!;
                manifests.Add(JsonSerializer.Deserialize(signed.Payload, Contracts.Json.FederationJsonContext.Default.ArtifactManifest)!);
            }
        }

        return manifests.GroupBy(manifest => manifest.Client!.Value.Value).ToDictionary(group => group.Key, group => (IReadOnlyList<ArtifactManifest>)[.. group]);
    }

    /// <summary>What is left in the queues once nothing happens any more; null where all are empty.</summary>
    private async Task<string?> NotEmptyAsync(CancellationToken cancellationToken)
    {
        // A message whose delivery was lost comes again after its lock; several times in a row is possible, for ever is not.
        string text = string.Empty;
        return await Eventually.HoldsWithinAsync(AreEmptyAsync, PatienceAfterEnd, cancellationToken) ? null : text;

        async Task<bool> AreEmptyAsync()
        {
            text = await File.ReadAllTextAsync(federation.CountsFile, cancellationToken);
            using JsonDocument counts = JsonDocument.Parse(text);
            return counts.RootElement.EnumerateObject().All(queue => queue.Value.GetProperty("messages").GetInt32() == 0);
        }
    }
}

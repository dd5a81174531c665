using System.Text;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Federation.Tests.Harness;
using Fdkt.Orchestrator.Registry;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Inbox;
using Fdkt.Transport.Inbox.Azure;

namespace Fdkt.Federation.Tests.Rounds;

/// <summary>
/// Hostile input against the real processes, all of it in one federation: each is refused with its own reason, no process ends, and a round that comes after is completed.
/// What there is beside these cases is tested with the orchestrator, the worker and the adapters.
/// </summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly byte[] Deep = Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000));

    [Fact]
    public async Task Federation_HostileInput_IsRefusedByReasonAndTheNextRoundIsServed()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using FaultyFederation federation = await FaultyFederation.StartAsync(new FaultScript(0) { Quiet = true }, FaultRound.File, ProgramFolder.OfTests);
        using var hostile = new HostileClient(federation, "client-1");
        using var revoked = new HostileClient(federation, "client-3");
        DemoUpload ofRevoked = await revoked.StoreAsync(stop);
        await new ClientRegistry(federation.Documents, TimeProvider.System).RevokeAsync(new ClientId("client-3"), stop);
        RoundOutcome? first = await FaultRound.RunAsync(federation, "first", [], stop);
        Assert.Equal(RoundPhase.Completed, first!.Phase);

        await MessagesAsync(federation, hostile, ofRevoked, first, stop);
        await ArtifactsAsync(federation, hostile, stop);
        await QueuesAsync(federation, stop);

        // The labels of a push are looked at by the round that could take it.
        DemoUpload ofOtherLabel = await hostile.StoreAsync(stop, label: "no such label");
        await hostile.AnnounceAsync(HostileClient.Message(ofOtherLabel), stop);
        DocumentPath held = DocumentPath.Held(hostile.Task, hostile.Name, ofOtherLabel.ContentHash);
        await Eventually.HoldsAsync(async () => await federation.Documents.ListAsync(held.Name, stop).AnyAsync(stop), Patience, stop);

        RoundOutcome? last = await FaultRound.RunAsync(federation, "last", [], stop);
        Assert.Equal(RoundPhase.Completed, last!.Phase);
        await QuarantinedAsync(federation, "an unknown label", ReasonCode.UnknownLabel, ofOtherLabel, stop);
        Assert.All(federation.Processes, process => Assert.Equal(0, process.Restarts));
    }

    /// <summary>Announcements at fault are put aside.</summary>
    private async Task MessagesAsync(FaultyFederation federation, HostileClient hostile, DemoUpload ofRevoked, RoundOutcome round, CancellationToken stop)
    {
        DemoUpload good = await hostile.StoreAsync(stop);
        ArtifactReference accepted = round.Clients.Single(client => client.Client == hostile.Name).Demos!;
        var ofRound = new DemoUpload(DemoUpload.CurrentSchemaVersion, hostile.Name, hostile.Task, round.Round, 1, good.ContentHash, accepted, good.SentAt);
        (string What, ReasonCode Reason, byte[] Body)[] cases =
        [
            ("a client that was revoked", ReasonCode.RevokedClient, HostileClient.Message(ofRevoked)),
            ("an unknown task", ReasonCode.UnknownTask, HostileClient.Message(good with { Task = new TaskId("mails") })),
            ("a path in a name", ReasonCode.InvalidName, HostileClient.Message(good with { Manifest = good.Manifest with { Name = "../../control/clients/client-1.json" } })),
            ("other content under an accepted round and seed", ReasonCode.Replayed, HostileClient.Message(ofRound with { Manifest = accepted with { Sha256 = new string('0', 64) } })),
            ("a future schema version", ReasonCode.UnsupportedSchemaVersion, HostileClient.Message(good with { SchemaVersion = 99 })),
            ("JSON 10,000 levels deep", ReasonCode.TooDeep, Deep),
            ("no UTF-8", ReasonCode.NotUtf8, [.. HostileClient.Message(good), 0xFF]),
        ];
        foreach ((_, _, byte[] body) in cases)
        {
            await hostile.AnnounceAsync(body, stop);
        }

        // The very same message as the accepted one is no harm: it is deleted, and nothing comes of it.
        await hostile.AnnounceAsync(HostileClient.Message(ofRound with { ContentHash = await ContentHashAsync(federation, accepted, stop) }), stop);

        var inbox = new QueueDemoInbox(federation.Storage, TimeProvider.System);
        IReadOnlyList<PoisonedUpload> poisoned = [];
        await Eventually.HoldsAsync(async () => (poisoned = await inbox.PeekPoisonedAsync(32, stop)).Count >= cases.Length, Patience, stop);
        foreach ((string what, ReasonCode reason, byte[] body) in cases)
        {
            output.WriteLine($"announcement, {what}: {EnumNames.Of(reason)}");
            Assert.Contains(poisoned, aside => aside.Reason == reason && aside.Body.AsSpan().SequenceEqual(body));
        }

        Assert.Equal(cases.Length, poisoned.Count);
    }

    /// <summary>Artifacts at fault are quarantined where they lie.</summary>
    private async Task ArtifactsAsync(FaultyFederation federation, HostileClient hostile, CancellationToken stop)
    {
        byte[] row = HostileClient.Row("a text", "refund");
        using var other = new HostileKey();
        (string What, ReasonCode Reason, DemoUpload Upload)[] cases =
        [
            ("a bad signature", ReasonCode.BadSignature, await hostile.StoreAsync(stop, signer: other)),
            ("ε above the plan", ReasonCode.EpsilonAbovePlan, await hostile.StoreAsync(stop, epsilon: 20.01)),
            ("bytes unlike the manifest", ReasonCode.ContentMismatch, await hostile.StoreAsync(stop, otherBytes: HostileClient.Gzip(row))),
            ("a data set of a million lines", ReasonCode.TooManyRows, await hostile.StoreBytesAsync(HostileClient.Gzip(row, 1_000_000), 100, stop)),
            ("a line of 100 MB", ReasonCode.TextTooLong, await hostile.StoreBytesAsync(HostileClient.Gzip(new byte[1_000_000], 100), 1, stop)),
            ("a gzip bomb", ReasonCode.TooManyBytes, await hostile.StoreBytesAsync(HostileClient.Gzip(HostileClient.Row(new string('a', 60_000), "refund"), 5_000), 5_000, stop)),
            ("text that is no UTF-8", ReasonCode.NotUtf8, await hostile.StoreBytesAsync(HostileClient.Gzip([.. "{\"text\":\""u8, 0xFF, .. "\",\"label\":\"refund\"}\n"u8]), 1, stop)),
            ("no gzip", ReasonCode.MalformedDataset, await hostile.StoreBytesAsync("rows"u8.ToArray(), 1, stop)),
        ];
        foreach ((_, _, DemoUpload upload) in cases)
        {
            await hostile.AnnounceAsync(HostileClient.Message(upload), stop);
        }

        RoundOutcome? dear = await FaultRound.RunAsync(federation, "dear", [], stop, file => file with { Privacy = file.Privacy with { Epsilon = 20.5 } });
        Assert.Equal(RoundPhase.QuorumNotMet, dear!.Phase);
        Assert.All(dear.Clients, client => Assert.Equal(ReasonCode.EpsilonAbovePolicy, client.Reason));
        output.WriteLine($"order, ε above the clients' own policy: {EnumNames.Of(ReasonCode.EpsilonAbovePolicy)}");
        foreach ((string what, ReasonCode reason, DemoUpload upload) in cases)
        {
            await QuarantinedAsync(federation, what, reason, upload, stop);
        }
    }

    private async Task QuarantinedAsync(FaultyFederation federation, string what, ReasonCode reason, DemoUpload upload, CancellationToken stop)
    {
        var artifacts = new BlobArtifactStore(federation.Storage);
        ReasonCode? found = null;
        await Eventually.HoldsAsync(async () => (found = await artifacts.QuarantineReasonAsync(upload.Path(), stop)) is not null, Patience, stop);
        output.WriteLine($"artifact, {what}: {EnumNames.Of(found!.Value)}");
        Assert.Equal(reason, found);
    }

    /// <summary>Messages at fault on the job queues become dead letters; one above the limit is not even taken.</summary>
    private async Task QueuesAsync(FaultyFederation federation, CancellationToken stop)
    {
        QueueName[] queues = [FederationQueues.RoundCommands, FederationQueues.JobResults, FederationQueues.LanguageModelJobs, FederationQueues.ClientJobs(new ClientId("client-1"))];
        (string What, ReasonCode Reason, byte[] Body)[] cases =
        [
            ("JSON 10,000 levels deep", ReasonCode.TooDeep, Deep),
            ("an unknown kind", ReasonCode.UnknownKind, "{\"kind\":\"explode\",\"schemaVersion\":1}"u8.ToArray()),
            ("no JSON", ReasonCode.MalformedJson, "do it!"u8.ToArray()),
        ];
        foreach (QueueName queue in queues)
        {
            foreach ((string what, _, byte[] body) in cases)
            {
                await federation.Queue.SendAsync(queue, new QueueMessage(what, string.Empty, body), stop);
            }

            IReadOnlyList<DeadLetter> dead = [];
            await Eventually.HoldsAsync(async () => (dead = await federation.Queue.ReadDeadLettersAsync(queue, stop)).Count >= cases.Length, Patience, stop);
            foreach ((string what, ReasonCode reason, _) in cases)
            {
                output.WriteLine($"message on {queue}, {what}: {EnumNames.Of(reason)}");
                Assert.Equal(EnumNames.Of(reason), Assert.Single(dead, letter => letter.Id == what).Reason);
            }
        }

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => federation.Queue.SendAsync(FederationQueues.RoundCommands, new QueueMessage("large", string.Empty, new byte[QueueMessage.MaximumBytes + 1]), stop));
        output.WriteLine($"message of over 256 KiB: {EnumNames.Of(refused.Reason)}");
        Assert.Equal(ReasonCode.MessageTooLarge, refused.Reason);
    }

    private static async Task<string> ContentHashAsync(FaultyFederation federation, ArtifactReference manifest, CancellationToken stop)
    {
        byte[] stored = (await federation.Blobs.GetBlobContainerClient(manifest.Container).GetBlobClient(manifest.Name).DownloadContentAsync(stop)).Value.Content.ToArray();
        SignedManifest signed = System.Text.Json.JsonSerializer.Deserialize(stored, FederationJsonContext.Default.SignedManifest)!;
        return System.Text.Json.JsonSerializer.Deserialize(signed.Payload, FederationJsonContext.Default.ArtifactManifest)!.ContentHash;
    }
}

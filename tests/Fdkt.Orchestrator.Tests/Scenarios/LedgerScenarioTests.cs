using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Scenarios;

/// <summary>What the federation remembers of a client's ledger: one that was set back is noticed, and nothing else is taken for that.</summary>
public sealed class LedgerScenarioTests
{
    [Fact]
    public async Task Releases_OfOneLedger_AreAcceptedAndTheNextJobNamesTheLastEntry()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        federation.Clients[0].Ledger = Head(3);
        await federation.RunAsync(TestFederation.Request("round-1"));
        federation.Clients[0].Ledger = Head(5);
        await federation.RunAsync(TestFederation.Request("round-2"));

        Assert.Equal([null, Mark("ledger", 3)], federation.Clients[0].Seen.OfType<SynthesisJob>().Select(job => job.LedgerMark));
        Assert.Equal(5, (await RememberedAsync(federation))!.Head.Entries);
    }

    [Fact]
    public async Task Release_OfALedgerThatWasSetBack_IsQuarantined()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        federation.Clients[0].Ledger = Head(5);
        await federation.RunAsync(TestFederation.Request("round-1"));
        federation.Clients[0].Ledger = Head(5, other: 4);

        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request("round-2"));

        Assert.Equal(ReasonCode.LedgerBehind, Assert.Single(outcome.Clients).Reason);
        Assert.Null(Assert.Single(outcome.Clients).Demos);
        Assert.Equal(Mark("ledger", 5), (await RememberedAsync(federation))!.Head.Mark);
    }

    [Fact]
    public async Task Push_ThatComesAgainAfterALaterRelease_StaysAccepted()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        federation.Clients[0].Ledger = Head(3);
        Contracts.Inbox.DemoUpload push = await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("early"));
        await federation.PumpAsync();
        federation.Clients[0].Ledger = Head(5);
        await federation.Clients[0].PushAsync(TestFederation.Task, TestClient.Rows("late"));
        await federation.PumpAsync();

        await federation.Ports.Inbox.SendAsync(push, CancellationToken.None);
        await federation.PumpAsync();

        Assert.Empty(federation.Inbox.Poisoned);
        Assert.Equal(2, (await federation.DocumentsAsync(DocumentPath.HeldOf(new TaskId(TestFederation.Task)))).Count);
        Assert.Equal(5, (await RememberedAsync(federation))!.Head.Entries);
    }

    [Fact]
    public async Task Take_ManyReleasesAtOnce_RemembersTheNewestOfThem()
    {
        await using var federation = new TestFederation(clients: 1);
        await federation.StartAsync();
        var ledgers = new ClientLedgers(federation.Ports.Documents);

        bool[] taken = await Task.WhenAll(Enumerable.Range(2, 6).Reverse().Select(entries => ledgers.TakeAsync(federation.Clients[0].Name, Head(entries), CancellationToken.None)));

        Assert.All(taken, Assert.True);
        Assert.Equal(7, (await RememberedAsync(federation))!.Head.Entries);
    }

    private static async Task<ClientLedgerHead?> RememberedAsync(TestFederation federation) => (await federation.Ports.Documents.ReadAsync(
        DocumentPath.Ledger(federation.Clients[0].Name), FederationJsonContext.Default.ClientLedgerHead, ClientLedgerHead.CurrentSchemaVersion, CancellationToken.None))?.Value;

    private static LedgerHead Head(int entries, int? other = null) => new(
        Mark("ledger", -1), entries, Mark(other is null ? "ledger" : "fork", entries), [.. Enumerable.Range(1, entries - 1).Reverse().Select(n => Mark(n > other ? "fork" : "ledger", n))], [], []);

    private static string Mark(string ledger, int entry) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{ledger} {entry}")))[..32];
}

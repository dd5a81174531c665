using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.Federation.Tests.Harness;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Federation.Tests.Rounds;

/// <summary>A process that is killed at the worst moment costs time and nothing else.</summary>
public sealed class KilledProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    [Fact]
    public async Task Orchestrator_KilledAfterSynthesis_DoesNotAskForItAgain()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using FaultyFederation federation = await FaultyFederation.StartAsync(new FaultScript(0) { Quiet = true }, FaultRound.File, ProgramFolder.OfTests);
        RoundId round = await federation.OrderAsync("killed-orchestrator", stop);
        await Eventually.HoldsAsync(() => federation.ClientNames.All(name => Committed(federation, name) == 1), Patience, stop);

        Assert.True(federation.Kill(FaultyFederation.Orchestrator));
        RoundOutcome? outcome = await EndAsync(federation, round, stop);

        Assert.Equal(RoundPhase.Completed, outcome!.Phase);
        Assert.All(federation.ClientNames, name => Assert.Single(federation.Log(name), line => Begins(line, JobId.Synthesis(round, 1, new ClientId(name)))));
        Assert.All(federation.ClientNames, name => Assert.Equal(1, Committed(federation, name)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(2500)]
    public async Task ClientWorker_KilledWhileItTrains_ChargesOnceForOneRelease(int millisecondsIntoTraining)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        RoundFile file = FaultRound.File with
        {
            Clients = FaultRound.File.Clients with { Count = 1 },
            Federation = FaultRound.File.Federation with { Quorum = 1, DemosMinutes = 6 },
            Privacy = new PrivacySection(Mechanism: PrivacyMechanism.ClassPrompts, ExpectedBatchSize: 30, Epochs: 20),
        };
        await using FaultyFederation federation = await FaultyFederation.StartAsync(new FaultScript(0) { Quiet = true }, file, ProgramFolder.OfTests);
        string client = federation.ClientNames[0];
        RoundId round = await federation.OrderAsync("killed-client", stop);
        await Eventually.HoldsAsync(() => Entries(federation, client).Any(entry => entry.Kind == LedgerEntryKind.Reserve), Patience, stop);
        long reserved = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(() => TimeProvider.System.GetElapsedTime(reserved).TotalMilliseconds >= millisecondsIntoTraining, Patience, stop);

        Assert.True(federation.Kill(client));
        RoundOutcome? outcome = await EndAsync(federation, round, stop);

        Assert.Equal(RoundPhase.Completed, outcome!.Phase);
        LedgerEntry[] charges = [.. Entries(federation, client).Where(entry => entry.Kind != LedgerEntryKind.Create)];
        Assert.Equal([LedgerEntryKind.Reserve, LedgerEntryKind.Commit], charges.Select(entry => entry.Kind));
    }

    private static bool Begins(string line, JobId job) => line.Contains($"Job {job}: attempt ", StringComparison.Ordinal);

    private static IReadOnlyList<LedgerEntry> Entries(FaultyFederation federation, string client) =>
        File.Exists(federation.Client(client).LedgerPath) ? PrivacyLedger.Verify(federation.Client(client).LedgerPath).Entries : [];

    private static int Committed(FaultyFederation federation, string client) => Entries(federation, client).Count(entry => entry.Kind == LedgerEntryKind.Commit);

    private static async Task<RoundOutcome?> EndAsync(FaultyFederation federation, RoundId round, CancellationToken cancellationToken)
    {
        RoundOutcome? outcome = null;
        await Eventually.HoldsAsync(async () => (outcome = await FaultRound.OutcomeAsync(federation, round, cancellationToken)) is not null, Patience, cancellationToken);
        return outcome;
    }
}

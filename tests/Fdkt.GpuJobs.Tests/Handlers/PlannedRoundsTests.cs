using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Plans;

namespace Fdkt.GpuJobs.Tests.Handlers;

/// <summary>Twelve rounds as <c>fdkt budget plan --rounds 12 --epsilon-total 8</c> plans them, each run by the client's worker against one ledger.</summary>
public sealed class PlannedRoundsTests
{
    private const int Rounds = 12;
    private const double Total = 8;
    private const double Delta = 1e-3;
    private const int Batch = 30;
    private const int Steps = 4;

    [Theory]
    [InlineData(PrivacyMechanism.ClassMeans)]
    [InlineData(PrivacyMechanism.Votes)]
    [InlineData(PrivacyMechanism.ClassPrompts)]
    public async Task HandleAsync_TwelvePlannedRounds_EndAtThePlanAndTheNextIsRefused(PrivacyMechanism mechanism)
    {
        BudgetPlan plan = BudgetPlan.For(Planned(mechanism), Rounds, Total, Delta);
        var privacy = new PrivacySection(plan.EpsilonPerRound, new DeltaSetting(Delta), Mechanism: mechanism, ExpectedBatchSize: Batch, Epochs: Steps * Batch / SampleRound.Rows.Count);
        await using var federation = new SmallFederation(new ClientPolicy(plan.EpsilonPerRound, Total, SampleRound.Rows.Count, Delta));
        SynthesisHandler handler = federation.Synthesis();
        Task<JobOutput> RunAsync(int round) =>
            handler.HandleAsync(federation.SynthesisJob(round: new RoundId($"round-{round}"), privacy: privacy) with { Synthesis = new SynthesisSection(DemosPerLabel: 1, Candidates: 1) }, new RecordingProgress(), SmallFederation.Cancel);

        for (int round = 1; round <= Rounds; round++)
        {
            await RunAsync(round);
        }

        LedgerReport ledger = federation.Ledger();
        Assert.Equal(Rounds, ledger.Releases.Count(release => release.State == LedgerReservationState.Committed));
        double spent = PrivacyAccounting.Account([.. ledger.Releases.SelectMany(release => release.Charge.Events)], Delta).EpsilonPld;
        Assert.InRange(spent, 0.95 * plan.EpsilonTotal, plan.EpsilonTotal);
        Assert.InRange(spent, 0.95 * Total, Total);
        await Assert.ThrowsAsync<PrivacyBudgetExceededException>(() => RunAsync(Rounds + 1));
    }

    private static RoundMechanism Planned(PrivacyMechanism mechanism) => mechanism switch
    {
        PrivacyMechanism.ClassMeans => RoundMechanism.Gaussian,
        PrivacyMechanism.Votes => RoundMechanism.Votes(),
        _ => RoundMechanism.DpSgd((double)Batch / SampleRound.Rows.Count, Steps),
    };
}

using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>Runs a round under fire.</summary>
internal static class FaultRound
{
    /// <summary>A round of seconds: three clients, two of them a quorum.</summary>
    public static RoundFile File { get; } = BuiltInSample.Round with
    {
        Clients = new ClientsSection(Count: 3, Records: 60),
        Synthesis = new SynthesisSection(DemosPerLabel: 2),
        Augmentation = new AugmentationSection(TextsPerLabel: 3),
        Federation = new FederationSection(Quorum: 2, DemosMinutes: 2, AugmentationMinutes: 2, TrainingMinutes: 2),
        Comparisons = [Comparison.PrivateOnly, Comparison.Fdkt],
        Seeds = new SeedList(1),
    };

    // Three phases of two minutes, and what a process needs to come back.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Orders a round, kills by the script while it runs, and waits for its end.</summary>
    /// <returns>Null where it did not end.</returns>
    public static async Task<RoundOutcome?> RunAsync(
        FaultyFederation federation, string id, IReadOnlyList<(TimeSpan After, string Process)> kills, CancellationToken cancellationToken, Func<RoundFile, RoundFile>? change = null)
    {
        RoundId round = await federation.OrderAsync(id, cancellationToken, change);
        long began = TimeProvider.System.GetTimestamp();
        var open = new Queue<(TimeSpan After, string Process)>(kills);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed < Patience)
        {
            while (open.TryPeek(out (TimeSpan After, string Process) kill) && elapsed >= kill.After)
            {
                federation.Kill(open.Dequeue().Process);
            }

            if (await OutcomeAsync(federation, round, cancellationToken) is { } outcome)
            {
                return outcome;
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>How a round ended; null where it has not.</summary>
    public static async Task<RoundOutcome?> OutcomeAsync(FaultyFederation federation, RoundId round, CancellationToken cancellationToken) =>
        (await federation.Documents.ReadAsync(
            DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken))?.Value;
}

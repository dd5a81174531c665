using System.Diagnostics;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.Bench.RoundScale;

/// <summary>Runs one round of N clients in a federation of its own.</summary>
internal static class ScaleRound
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it.</summary>
    /// <param name="count">N.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The round did not complete with all clients.</exception>
    public static async Task<ScaleResult> RunAsync(int count, CancellationToken cancellationToken)
    {
        await using ScaleFederation federation = await ScaleFederation.StartAsync(cancellationToken);
        RoundFile file = BuiltInSample.Round with
        {
            Clients = BuiltInSample.Round.Clients with { Count = count },
            Federation = new FederationSection(Quorum: count),
            Comparisons = [Comparison.PrivateOnly, Comparison.NoFilter, Comparison.Fdkt],
            Seeds = new SeedList(1),
        };
        var clients = new ScaleClients(federation, count, RoundOrder.TaskOf(file));
        await clients.EnrolAsync(cancellationToken);
        long callsBefore = federation.OrchestratorCalls;

        long began = Stopwatch.GetTimestamp();
        await clients.PushAsync(cancellationToken);
        double pushSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        WorkerPorts ports = federation.Ports(null);
        await using IJobQueue queue = ports.Queue;
        RoundRequest order = RoundOrder.Make(file, ModelFolder.Fingerprint(BuiltInSample.ModelFolder), $"scale-{count}", null, null, TimeProvider.System);
        began = Stopwatch.GetTimestamp();
        await RoundOrder.SendAsync(queue, new StartRound(StartRound.CurrentSchemaVersion, order), cancellationToken);
        Task workers = WorkAsync(new StandInModel(ports), clients, cancellationToken);
        Task<RoundOutcome> ending = OutcomeAsync(ports.Documents, order.Round, cancellationToken);
        // A fault of a worker or of a process ends the run at once, not at the round's deadline.
        await Task.WhenAny(workers, ending, federation.Failed).Unwrap();
        await Task.WhenAny(ending, federation.Failed).Unwrap();
        RoundOutcome outcome = await ending;
        double roundSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Check(outcome, count);
        await workers;
        return new ScaleResult(
            count, pushSeconds, roundSeconds, federation.Messages(), federation.OrchestratorPeakMegabytes(), federation.OrchestratorCalls - callsBefore, clients.Calls);
    }

    private static async Task WorkAsync(StandInModel model, ScaleClients clients, CancellationToken cancellationToken)
    {
        await model.AnswerAsync(cancellationToken);
        await clients.TrainAsync(cancellationToken);
    }

    private static async Task<RoundOutcome> OutcomeAsync(IDocumentStore documents, RoundId round, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await documents.ReadAsync(
                DocumentPath.Outcome(round), FederationJsonContext.Default.RoundOutcome, RoundOutcome.CurrentSchemaVersion, cancellationToken) is { } stored)
            {
                return stored.Value;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    private static void Check(RoundOutcome outcome, int count)
    {
        string phases = string.Join(", ", outcome.Clients.GroupBy(client => (client.Phase, client.Reason)).Select(group => $"{group.Count()} {group.Key.Phase} {group.Key.Reason}".TrimEnd()));
        if (outcome.Phase != RoundPhase.Completed || outcome.Clients.Count(client => client.Phase == ClientPhase.Trained) != count)
        {
            throw new InvalidOperationException($"The round of {count} clients ended {outcome.Phase} {outcome.Reason}; clients: {phases}.");
        }
    }
}

using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Tests.Support;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fdkt.FunctionApp.Tests.Rounds;

/// <summary>A federation whose rounds run on Durable's own engine, in this process: every turn of an orchestration replays its history.</summary>
internal sealed class DurableFederation : IAsyncDisposable
{
    private readonly DurableTaskTestHost _durable;

    private DurableFederation(TestFederation federation, OrchestratorParts parts, DurableTaskTestHost durable) => (Federation, Parts, _durable) = (federation, parts, durable);

    public TestFederation Federation { get; }

    public OrchestratorParts Parts { get; }

    public static async Task<DurableFederation> StartAsync(TestFederation federation)
    {
        foreach (TestClient client in federation.Clients)
        {
            await client.EnrolAsync(TestFederation.Task);
        }

        OrchestratorPorts ports = federation.NewProcess().Ports;
        var host = new DurableRoundHost(ports.Documents);
        var parts = new OrchestratorParts(ports, federation.Options, TimeProvider.System, NullLoggerFactory.Instance, _ => host);
        DurableTaskTestHost durable = await DurableTaskTestHost.StartAsync(
            registry =>
            {
                registry.AddOrchestratorFunc<string>(FederationRound.Name, context => RoundFunctions.RunAsync(context));
                Add(registry, parts, RoundActivities.Plan);
                Add(registry, parts, RoundActivities.FindPushes);
                Add(registry, parts, RoundActivities.TakePushes);
                Add(registry, parts, RoundActivities.SendJobs);
                Add(registry, parts, RoundActivities.RecoverJobs);
                Add(registry, parts, RoundActivities.StoreDemos);
                Add(registry, parts, RoundActivities.WriteStatus);
                Add(registry, parts, RoundActivities.WriteOutcome);
                Add(registry, parts, RoundActivities.KeepLate);
            },
            new DurableTaskTestHostOptions { LoggerFactory = NullLoggerFactory.Instance });
        host.Use(durable.Client);
        return new DurableFederation(federation, parts, durable);
    }

    /// <summary>Lets messages flow and workers work until something holds.</summary>
    public async Task DriveAsync(Func<Task<bool>> until)
    {
        while (true)
        {
            Task next = Federation.Pulse.Next;
            if (await until())
            {
                return;
            }

            int taken = await Parts.Commands.DrainAsync(CancellationToken.None) + await Parts.Inbox.PumpAsync(CancellationToken.None) + await Parts.Facts.DrainAsync(CancellationToken.None);
            if (taken + await Federation.WorkAsync() == 0)
            {
                await next;
            }
        }
    }

    public async Task<RoundOutcome> OutcomeAsync(string round = "round-1")
    {
        RoundOutcome? outcome = null;
        await DriveAsync(async () => (outcome = await Federation.FindOutcomeAsync(round)) is not null);
        return outcome!;
    }

    /// <summary>How Durable says that the instance ended.</summary>
    public async Task<(string Status, string? Output)> EndAsync(string round = "round-1")
    {
        Microsoft.DurableTask.Client.OrchestrationMetadata end = await _durable.Client.WaitForInstanceCompletionAsync(round, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        return (end.RuntimeStatus.ToString(), end.SerializedOutput);
    }

    public async ValueTask DisposeAsync()
    {
        await _durable.DisposeAsync();
        await Federation.DisposeAsync();
    }

    private static void Add<TInput, TResult>(DurableTaskRegistry registry, OrchestratorParts parts, ActivityName<TInput, TResult> activity)
        where TInput : class, IActivityInput
        where TResult : class =>
        registry.AddActivityFunc<JsonElement, JsonElement>(activity.Name, (_, input) => ActivityAdapter.RunAsync(parts.Activities, activity, input, NullLogger.Instance, CancellationToken.None));
}

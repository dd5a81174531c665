using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Scenarios;

public sealed class ScaleTests
{
    [Fact]
    public async Task Calls_OfStoresAndQueues_GrowNoFasterThanTheClients()
    {
        double few = await CallsAsync(10);
        double many = await CallsAsync(60);

        Assert.InRange(many, 60, 6 * few);
    }

    private static async Task<int> CallsAsync(int clients)
    {
        await using var federation = new TestFederation(clients);
        await federation.StartAsync();
        foreach (TestClient client in federation.Clients.Take(clients / 2))
        {
            await client.PushAsync(TestFederation.Task, TestClient.Rows($"pushed by {client.Name}"));
        }

        await federation.DriveAsync(async () => (await federation.DocumentsAsync("held/")).Count == clients / 2);
        RoundOutcome outcome = await federation.RunAsync(TestFederation.Request());

        Assert.Equal(RoundPhase.Completed, outcome.Phase);
        Assert.Equal(clients, outcome.Privacy.Count);
        return federation.Process.Calls;
    }
}
